export const highlight = (_code: HTMLElement, _language: string): void => {}
