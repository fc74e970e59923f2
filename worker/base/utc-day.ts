/** `2026-11-30` */
export const utcDay = (time: number): string => new Date(time).toISOString().slice(0, 10)
