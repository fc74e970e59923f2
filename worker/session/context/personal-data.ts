/**
 * Removes contact and payment details from a text: e-mail addresses, phone numbers, card numbers. Text that only looks similar
 * stays (orders, dates, prices, versions, IP addresses): a question without its order number cannot be answered. So a number
 * counts as a phone number by the way it is written: with a country code, or grouped like a phone number, or after a word for
 * "phone".
 *
 * Every part of every pattern is bounded, so the time grows linearly with the text.
 */
export function maskPersonalData(text: string): string {
  const { emails, card, phones } = patterns()
  const withoutMail = /[@＠]/.test(text)
    ? emails.reduce((rest, email) => rest.replace(email, '[e-mail address]'), text)
    : text
  if (!/\d/.test(withoutMail)) return withoutMail
  const withoutCards = withoutMail.replace(card, (digits) => (isCard(digits) ? '[card number]' : digits))
  return phones.reduce(
    (rest, phone) =>
      rest.replace(phone, (number: string, before: unknown) => {
        const word = typeof before === 'string' ? before : ''
        return isPhone(number.slice(word.length)) ? `${word}[phone number]` : number
      }),
    withoutCards,
  )
}

// These stay strings until the first site needs them. V8 looks up every Unicode class of a pattern as soon as it parses the code,
// even in a function that is never called: that added 4 ms to the start of every Worker.

/** Latin letters first: in a Chinese sentence no space precedes an address. Then other scripts. */
const EMAILS = [
  String.raw`(?<![\p{Script=Latin}\p{Nd}._%+'-])[\p{Script=Latin}\p{Nd}._%+'-]{1,64}[@＠](?:[\p{Script=Latin}\p{Nd}-]{1,63}\.){1,8}\p{Script=Latin}{2,24}(?![\p{Script=Latin}\p{Nd}])`,
  String.raw`(?<![\p{L}\p{Nd}._%+'-])[\p{L}\p{Nd}._%+'-]{1,64}[@＠](?:[\p{L}\p{M}\p{Nd}-]{1,63}\.){1,8}[\p{L}\p{M}]{2,24}`,
]

/** Digits in one piece or in groups, none of them part of something longer. */
const CARD = String.raw`(?<![\p{Script=Latin}\d+#_.,=/]|\d[ -])\d(?:[ -]?\d){12,18}(?![ -]?\d|[\p{Script=Latin}_=]|\.\d)`
/** ISO/IEC 7812-1: banks and travel are 2 to 6; all of them end in a Luhn check digit. Groups as they are embossed. */
const GROUPS = /^(\d{13,19}|\d{4}([ -])\d{4}\2\d{4}\2\d{1,4}(\2\d{1,3})?|\d{4}([ -])\d{6}\4\d{4,5})$/

function isCard(written: string): boolean {
  if (!GROUPS.test(written) || !/^[2-6]/.test(written)) return false
  let sum = 0
  for (const [place, digit] of [...written.replace(/\D/g, '')].toReversed().entries()) {
    const twice = Number(digit) * (place % 2 === 0 ? 1 : 2)
    sum += twice > 9 ? twice - 9 : twice
  }
  return sum % 10 === 0
}

/** Must not precede a number: it would then be part of an order, an address or an amount. */
const ALONE = String.raw`(?<![\w.,/=#:+-]|\d[ -]|[€$£¥] ?)`
const END = String.raw`(?![\w=%-]|[.,:/]\d|\s?[€$£¥])`
const PHONES = [
  // With a country code: +49 (0)30 1234567, 0049 30 1234567.
  String.raw`(?<![\w+])(?:\+|00(?=\d{1,3}[ -]))[1-9](?:[ ()./-]{0,3}\d){6,15}(?!\d)`,
  // Mobile phones in China: 138 1234 5678.
  String.raw`${ALONE}1[3-9]\d(?:\d{8}|-\d{4}-\d{4}| \d{4} \d{4})${END}`,
  // North America: (212) 555-0123, 212.555.0123.
  String.raw`${ALONE}(?:1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}${END}`,
  // With a trunk prefix 0: 030 1234567, (0755) 12345678, 06 12 34 56 78, 090-1234-5678.
  String.raw`${ALONE}(?!\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?![./-]?\d))(?:\(0\d{1,4}\) ?|0\d{1,4}(?: ?[/-] ?|[ .]))\d{2,8}(?:[ .-]\d{2,8}){0,4}${END}`,
  // Brazil: (11) 91234-5678; Russia: 8 (912) 345-67-89.
  String.raw`${ALONE}\(\d\d\) ?9?\d{4}-\d{4}${END}`,
  String.raw`${ALONE}8[ -]?\(?\d{3}\)?[ -]?\d{3}-\d\d-\d\d${END}`,
  // After a word for it, in any format.
  String.raw`((?:\b(?:tel|telephone|telefon|telefono|teléfono|téléphone|tél|phone|mobile|mobil|cell|handy|whatsapp|fax|call me (?:at|on))|电话|手机|電話|手機|携帯|전화|联系方式)(?:\.|\s?(?:number|no\.?|nummer|nr\.?|号码|号|號碼|番号|번호))?\s?(?:is|ist|是|为|は|는)?\s?[:：]?\s?)\(?\d(?:[ ()./-]{0,2}\d){5,14}${END}`,
]

let made: ReturnType<typeof makePatterns> | undefined
const patterns = () => (made ??= makePatterns())

const makePatterns = () => ({
  emails: EMAILS.map((pattern) => new RegExp(pattern, 'gu')),
  card: new RegExp(CARD, 'gu'),
  phones: PHONES.map((pattern) => new RegExp(pattern, 'gi')),
})

/** E.164 has 15 digits at most. Fewer than nine without a country code are an extension, a date or a time. */
function isPhone(written: string): boolean {
  const digits = written.replace(/\D/g, '').length
  return digits >= 7 && digits <= 16
}
