/** One place that answers Chat Completions. */
export interface Provider {
  name: string
  /** Up to and with the version, as the OpenAI SDKs take it: `https://api.openai.com/v1`. */
  baseUrl: string
  /** Empty for a provider that needs none. */
  key: string
  /** The model of every persona that names none. */
  model: string
  /** What it is known to answer as, by name. */
  models: Readonly<Record<string, unknown>>
}
