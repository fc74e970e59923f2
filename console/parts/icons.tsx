/** Drawn, not a font: 24 × 24, strokes in the colour of the text. */
const drawn = (path: string) => () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
)

export const PersonaIcon = drawn('M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-4 4-6 7.5-6s6.5 2 7.5 6')
export const EmbedIcon = drawn('M8.5 7 3.5 12l5 5M15.5 7l5 5-5 5')
export const TranscriptsIcon = drawn('M4 5h16v11H9l-4.5 3.5V16H4zM8 9h8M8 12h5')
export const UsageIcon = drawn('M4 20h16M7 20v-7M12 20V5M17 20v-10')
export const PrivacyIcon = drawn('M12 3.5 5 6v5.5c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6zM9 12l2.2 2.2L15.2 10')
export const SitesIcon = drawn('M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z')
export const AlertIcon = drawn('M12 4 3 19.5h18zM12 10v4.5M12 17v.2')
export const DoneIcon = drawn('m5 12.5 4.5 4.5L19 7.5')
export const CloseIcon = drawn('M6 6l12 12M18 6 6 18')
export const SearchIcon = drawn('M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20')
export const PlusIcon = drawn('M12 5v14M5 12h14')
export const OutIcon = drawn('M13 4h6v16h-6M15 12H4M8 8l-4 4 4 4')
export const UpIcon = drawn('m6 14.5 6-6 6 6')
export const DownIcon = drawn('m6 9.5 6 6 6-6')
