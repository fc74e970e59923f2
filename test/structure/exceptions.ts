/**
 * What is larger than it should be, and its size in lines. An entry may only become smaller, and goes when it is no longer needed.
 * None is added.
 */
export const LONG_FILES: Readonly<Record<string, number>> = {
  'console/persona/draft.ts': 349,
  'widget/markdown/blocks.ts': 296,
}

/** File and function; a function without a name has none here. */
export const LONG_FUNCTIONS: Readonly<Record<string, number>> = {
  'console/frame.tsx Shell': 81,
  'console/persona/draft.ts draftOf': 294,
  'console/persona/form/setting-field.tsx Control': 88,
  'console/persona/form/setting-list.tsx SettingList': 87,
  'console/persona/view.tsx Persona': 89,
  'console/sites/create-dialog.tsx CreateSite': 82,
  'console/transcripts/export/export-dialog.tsx ExportDialog': 96,
  'console/transcripts/list/list-view.tsx TranscriptsList': 116,
  'console/transcripts/list/transcript-list.ts transcriptList': 125,
  'console/transcripts/reading/reading-view.tsx Reading': 84,
  'console/usage/figure.tsx FigureCard': 84,
  'console/usage/figures.ts figures': 81,
  'widget/check/words.ts chinese': 81,
  'widget/check/words.ts english': 105,
  'widget/markdown/blocks.ts readBlocks': 240,
  'widget/markdown/inline.ts inline': 183,
  'widget/markdown/markdown.ts renderMarkdown': 186,
}
