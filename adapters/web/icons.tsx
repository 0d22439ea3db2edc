import type { ComponentChildren } from 'preact';

/** Drawn beside words, never instead of them. */
function icon(children: ComponentChildren) {
  return () => (
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const HomeIcon = icon(<path d="M4 11.5 12 5l8 6.5M6.5 10v9h4v-5h3v5h4v-9" />);
export const ChatIcon = icon(<path d="M5 6h14v10H11l-4 3.5V16H5z" />);
export const HashIcon = icon(<path d="M9.5 5 8 19M16 5l-1.5 14M5 9.5h14.5M4.5 14.5H19" />);
export const CareIcon = icon(
  <path d="M12 19.5S4.5 15 4.5 9.8A3.8 3.8 0 0 1 12 8.6a3.8 3.8 0 0 1 7.5 1.2c0 5.2-7.5 9.7-7.5 9.7z" />,
);
export const LockIcon = icon(<path d="M6.5 11h11v8h-11zM9 11V8.2a3 3 0 0 1 6 0V11" />);
export const EyeIcon = icon(
  <>
    <path d="M3.5 12S6.5 6.5 12 6.5 20.5 12 20.5 12 17.5 17.5 12 17.5 3.5 12 3.5 12z" />
    <circle cx="12" cy="12" r="2.4" />
  </>,
);
export const FileIcon = icon(<path d="M7 4.5h6.5L17.5 8.5V19.5H7zM13 4.5V9h4.5" />);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="7.5" />
    <path d="M12 8v4.3l2.8 1.7" />
  </>,
);
export const PlusIcon = icon(<path d="M12 6v12M6 12h12" />);
export const CrossIcon = icon(<path d="m7 7 10 10M17 7 7 17" />);
export const CheckIcon = icon(<path d="m5.5 12.5 4 4 9-9.5" />);
export const AlertIcon = icon(<path d="M12 5 3.8 19h16.4zM12 10.5v4M12 16.8v.2" />);
export const BulbIcon = icon(<path d="M9 16.5a5.5 5.5 0 1 1 6 0V18H9zM10 20.5h4" />);
export const SendIcon = icon(<path d="M5 12h13M12.5 6.5 18 12l-5.5 5.5" />);
export const BackIcon = icon(<path d="M19 12H6M11.5 6.5 6 12l5.5 5.5" />);
export const MenuIcon = icon(<path d="m7 10 5 5 5-5" />);
