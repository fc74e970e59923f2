/**
 * Takes out of a text by what somebody could be reached or paid with: e-mail addresses, phone numbers, card numbers. What
 * only looks a little like one stays (orders, dates, prices, versions, IP addresses): a question that has lost its order
 * number cannot be answered. So numbers are phone numbers by how they are written: with a country's code, or grouped as
 * people group them, or after a word that says so.
 *
 * Every part of every pattern is bounded: the time grows with the text and not with its square.
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

// All of these are texts until the first site asks for them. V8 looks every class of letters in a pattern up in Unicode's tables as
// soon as it reads the code, even in a function that nobody calls: that was 4 ms of the start of every Worker.

/** In letters of Latin first: in a Chinese sentence no blank stands before an address. Then those of other scripts. */
const EMAILS = [
  String.raw`(?<![\p{Script=Latin}\p{Nd}._%+'-])[\p{Script=Latin}\p{Nd}._%+'-]{1,64}[@＠](?:[\p{Script=Latin}\p{Nd}-]{1,63}\.){1,8}\p{Script=Latin}{2,24}(?![\p{Script=Latin}\p{Nd}])`,
  String.raw`(?<![\p{L}\p{Nd}._%+'-])[\p{L}\p{Nd}._%+'-]{1,64}[@＠](?:[\p{L}\p{M}\p{Nd}-]{1,63}\.){1,8}[\p{L}\p{M}]{2,24}`,
]

/** Digits in one piece or in groups, none of them part of something longer. */
const CARD = String.raw`(?<![\p{Script=Latin}\d+#_.,=/]|\d[ -])\d(?:[ -]?\d){12,18}(?![ -]?\d|[\p{Script=Latin}_=]|\.\d)`
/** ISO/IEC 7812-1: banks and travel are 2 to 6; all of them end in Luhn's digit. Groups as they are embossed. */
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

/** What may not stand right before a number: it would be an order's, an address's, an amount's. */
const ALONE = String.raw`(?<![\w.,/=#:+-]|\d[ -]|[€$£¥] ?)`
const END = String.raw`(?![\w=%-]|[.,:/]\d|\s?[€$£¥])`
const PHONES = [
  // With the country's code: +49 (0)30 1234567, 0049 30 1234567.
  String.raw`(?<![\w+])(?:\+|00(?=\d{1,3}[ -]))[1-9](?:[ ()./-]{0,3}\d){6,15}(?!\d)`,
  // Mobile phones in China: 138 1234 5678.
  String.raw`${ALONE}1[3-9]\d(?:\d{8}|-\d{4}-\d{4}| \d{4} \d{4})${END}`,
  // North America: (212) 555-0123, 212.555.0123.
  String.raw`${ALONE}(?:1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}${END}`,
  // With the zero of long-distance calls: 030 1234567, (0755) 12345678, 06 12 34 56 78, 090-1234-5678.
  String.raw`${ALONE}(?!\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?![./-]?\d))(?:\(0\d{1,4}\) ?|0\d{1,4}(?: ?[/-] ?|[ .]))\d{2,8}(?:[ .-]\d{2,8}){0,4}${END}`,
  // Brazil: (11) 91234-5678; Russia: 8 (912) 345-67-89.
  String.raw`${ALONE}\(\d\d\) ?9?\d{4}-\d{4}${END}`,
  String.raw`${ALONE}8[ -]?\(?\d{3}\)?[ -]?\d{3}-\d\d-\d\d${END}`,
  // After a word for it, however it is written.
  String.raw`((?:\b(?:tel|telephone|telefon|telefono|teléfono|téléphone|tél|phone|mobile|mobil|cell|handy|whatsapp|fax|call me (?:at|on))|电话|手机|電話|手機|携帯|전화|联系方式)(?:\.|\s?(?:number|no\.?|nummer|nr\.?|号码|号|號碼|番号|번호))?\s?(?:is|ist|是|为|は|는)?\s?[:：]?\s?)\(?\d(?:[ ()./-]{0,2}\d){5,14}${END}`,
]

let made: ReturnType<typeof makePatterns> | undefined
const patterns = () => (made ??= makePatterns())

const makePatterns = () => ({
  emails: EMAILS.map((pattern) => new RegExp(pattern, 'gu')),
  card: new RegExp(CARD, 'gu'),
  phones: PHONES.map((pattern) => new RegExp(pattern, 'gi')),
})

/** E.164 has 15 digits at most. Fewer than nine and no code of a country are an extension, a date or a time. */
function isPhone(written: string): boolean {
  const digits = written.replace(/\D/g, '').length
  return digits >= 7 && digits <= 16
}
