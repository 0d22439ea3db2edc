/** Loaded before a program: a machine whose clock is ten minutes wrong. */
const now = Date.now.bind(Date);
Date.now = () => now() + 600_000;
