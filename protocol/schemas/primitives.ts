/** The building blocks of the API's shapes. Times and days are ISO 8601 in UTC. */
import * as v from 'valibot'

export const text = v.string()
export const textOrNull = v.nullable(text)
export const time = v.pipe(v.string(), v.isoTimestamp())
export const timeOrNull = v.nullable(time)
export const day = v.pipe(text, v.isoDate())
export const count = v.pipe(v.number(), v.minValue(0), v.integer())
export const countOrNull = v.nullable(count)
/** Counted from 1. */
export const ordinal = v.pipe(v.number(), v.minValue(1), v.integer())
export const uuid = v.pipe(v.string(), v.uuid())
