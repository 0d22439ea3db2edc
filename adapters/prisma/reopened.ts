import type {
  ConnectionInfo,
  IsolationLevel,
  SqlDriverAdapter,
  SqlQuery,
  SqlResultSet,
  Transaction,
} from '@prisma/driver-adapter-utils';

/**
 * A connection, or a pool of them, which can be closed, and then opened on another database: the client that holds it
 * notices nothing, and keeps what it worked out about the schema and about each kind of query.
 */
export class Reopened<Adapter extends SqlDriverAdapter> implements SqlDriverAdapter {
  readonly provider: SqlDriverAdapter['provider'];
  readonly adapterName = 'mentorlog, to be opened again';
  readonly #connect: (url: string) => Promise<Adapter>;
  readonly #info: ConnectionInfo;
  #adapter: Adapter | undefined;
  /** @param connect opens it at an address, set up as it has to be, so that it is never without that */
  constructor(
    provider: SqlDriverAdapter['provider'],
    info: ConnectionInfo,
    connect: (url: string) => Promise<Adapter>,
  ) {
    this.provider = provider;
    this.#info = info;
    this.#connect = connect;
  }

  async open(url: string): Promise<void> {
    this.#adapter = await this.#connect(url);
  }
  async dispose(): Promise<void> {
    const adapter = this.#adapter;
    this.#adapter = undefined;
    await adapter?.dispose();
  }

  /** @throws Error while it is closed */
  get opened(): Adapter {
    if (this.#adapter === undefined) throw new Error('the database is closed');
    return this.#adapter;
  }
  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.opened.queryRaw(query);
  }
  async executeRaw(query: SqlQuery): Promise<number> {
    return this.opened.executeRaw(query);
  }
  async executeScript(script: string): Promise<void> {
    return this.opened.executeScript(script);
  }
  async startTransaction(isolation?: IsolationLevel): Promise<Transaction> {
    return this.opened.startTransaction(isolation);
  }
  getConnectionInfo(): ConnectionInfo {
    return this.#info;
  }
}
