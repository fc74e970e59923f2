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
export const DownloadIcon = drawn('M12 4v11M7 10.5l5 5 5-5M4.5 20h15')
export const PlusIcon = drawn('M12 5v14M5 12h14')
export const OutIcon = drawn('M13 4h6v16h-6M15 12H4M8 8l-4 4 4 4')
export const MoreIcon = drawn('M5 12h.01M12 12h.01M19 12h.01')
export const ThumbUpIcon = drawn(
  'M4 11h3.5v9H4zM7.5 11 11 3.5c1.7 0 2.6 1 2.4 2.6L13 9.5h5.4a2 2 0 0 1 2 2.4l-1.2 6.4a2 2 0 0 1-2 1.7H7.5',
)
export const ThumbDownIcon = drawn(
  'M4 4h3.5v9H4zM7.5 13l3.5 7.5c1.7 0 2.6-1 2.4-2.6l-.4-3.4h5.4a2 2 0 0 0 2-2.4l-1.2-6.4a2 2 0 0 0-2-1.7H7.5',
)
export const BackIcon = drawn('M19 12H5M11 6l-6 6 6 6')
export const UpIcon = drawn('m6 14.5 6-6 6 6')
export const DownIcon = drawn('m6 9.5 6 6 6-6')
export const LeftIcon = drawn('m14.5 6-6 6 6 6')
export const RightIcon = drawn('m9.5 6 6 6-6 6')
export const CopyIcon = drawn('M9 9h11v11H9zM5 15H4V4h11v1')
export const QuestionIcon = drawn(
  'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.2',
)
