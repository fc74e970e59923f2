/**
 * `One` where it says what `Other` says, so that `satisfies` refuses a schema that has drifted from its interface: each can
 * be used for the other, and neither has a field that the other lacks.
 */
export type Same<One, Other> = [One] extends [Other]
  ? [Other] extends [One]
    ? [keyof One] extends [keyof Other]
      ? [keyof Other] extends [keyof One]
        ? true
        : never
      : never
    : never
  : never
