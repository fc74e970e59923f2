import type { ChallengeWords, MenuWords, TurnsWords, Words } from './words.ts'

const rules = new Intl.PluralRules('ar')

/** None, one and two need no digit; 3–10, 11–99 and round hundreds each need another form of the noun. */
const plural = (count: number, forms: Record<Intl.LDMLPluralRule, string>): string => forms[rules.select(count)]

// Buttons and requests are verbal nouns: an imperative would address every visitor as a man.
export const words: Words = {
  language: 'ar',
  openChat: 'فتح الدردشة',
  closeChat: 'إغلاق الدردشة',
  chatWith: (name) => `دردشة مع ${name}`,
  newConversation: 'محادثة جديدة',
  menu: 'المحادثات والخصوصية',
  loading: 'جارٍ التحميل',
  ask: 'ما سؤالك؟',
  send: 'إرسال',
  stop: 'إيقاف الإجابة',
  tryAgain: 'إعادة المحاولة',
  waiting: 'في انتظار الإرسال',
  noNetwork: 'لا يوجد اتصال بالإنترنت. ستستمر الدردشة عند عودته.',
  charactersLeft: (count) =>
    plural(count, {
      zero: 'لم يتبقَّ أي حرف',
      one: 'تبقّى حرف واحد',
      two: 'تبقّى حرفان',
      few: `تبقّت ${count} أحرف`,
      many: `تبقّى ${count} حرفًا`,
      other: `تبقّى ${count} حرف`,
    }),
  unread: (count) =>
    plural(count, {
      zero: 'لا إجابات جديدة',
      one: 'إجابة جديدة',
      two: 'إجابتان جديدتان',
      few: `${count} إجابات جديدة`,
      many: `${count} إجابة جديدة`,
      other: `${count} إجابة جديدة`,
    }),
  trouble: {
    notSetUp: 'الدردشة غير جاهزة بعد. يُرجى العودة لاحقًا.',
    paused: 'الدردشة متوقفة مؤقتًا. يُرجى العودة لاحقًا.',
    unavailable: 'تعذّر الوصول إلى المساعد الآن. يُرجى المحاولة بعد قليل.',
    notHere: 'لا تعمل هذه الدردشة داخل هذا النوع من الإطارات أو الملفات.',
    offline: 'لا يوجد اتصال. يُرجى التحقق من الشبكة والمحاولة مرة أخرى.',
    general: 'حدث خطأ ما. يُرجى المحاولة مرة أخرى.',
  },
}

export const turnsWords: TurnsWords = {
  aboutPage: 'عن هذه الصفحة:',
  leaveOut: 'استبعاد الصفحة',
  you: 'أنت',
  writing: (name) => `ردّ من ${name} قيد الكتابة`,
  stopped: 'لقد أوقفت هذه الإجابة.',
  interrupted: 'انقطعت هذه الإجابة، وربما تنقصها النهاية.',
  atLength: 'بلغت الإجابة أقصى طول ممكن.',
  jumpToLatest: 'الانتقال إلى الأحدث',
  today: 'اليوم',
  yesterday: 'أمس',
  copy: 'نسخ الإجابة',
  copied: 'تم النسخ',
  code: 'كود',
  table: 'جدول',
  formula: 'صيغة رياضية',
  copyCode: 'نسخ الكود',
  answerAgain: 'طلب إجابة أخرى',
  edit: 'تعديل السؤال',
  cancel: 'إلغاء',
  answerOf: (which, count) => `الإجابة ${which} من ${count}`,
  previousAnswer: 'الإجابة السابقة',
  nextAnswer: 'الإجابة التالية',
  goodAnswer: 'إجابة جيدة',
  badAnswer: 'إجابة سيئة',
  whatWasGood: 'ما الذي أعجبك؟ (اختياري)',
  whatWasBad: 'ما الذي لم يعجبك؟ (اختياري)',
  sendComment: 'إرسال التعليق',
  thanks: 'شكرًا على رأيك.',
  feedbackNotSent: 'تعذّر إرسال تقييمك. يُرجى المحاولة مرة أخرى.',
  turnTrouble: {
    busy: 'الأسئلة كثيرة الآن. يُرجى المحاولة بعد قليل.',
    timeout: 'تأخرت الإجابة كثيرًا. يُرجى المحاولة مرة أخرى.',
    refused: 'تعذّرت الإجابة عن هذا السؤال. يُرجى طرحه بصيغة أخرى.',
    cut: 'انقطعت الإجابة قبل نهايتها.',
    tooLong: 'هذا السؤال طويل جدًا. يُرجى اختصاره.',
    conversationFull: 'لا يمكن أن تطول هذه المحادثة أكثر. يُرجى بدء محادثة جديدة.',
    enoughToday: 'هذا كل ما يمكنك سؤاله هنا اليوم. يُرجى العودة غدًا.',
    enoughHere: 'لا يمكن استقبال المزيد من الأسئلة حاليًا. يُرجى العودة لاحقًا.',
  },
  reference: 'الرقم المرجعي:',
}

export const menuWords: MenuWords = {
  conversations: 'محادثاتك',
  thisConversation: 'هذه المحادثة',
  downloadText: 'تنزيل بصيغة نصية',
  downloadJson: 'تنزيل بصيغة JSON',
  forgetMe: 'حذف بياناتي',
  forgetMeMeans: 'ستُحذف كل محادثاتك هنا، من هذا الجهاز ومن الخادم. لا يمكن التراجع عن ذلك.',
  forgetNow: 'حذف كل شيء',
  notForgotten: 'لم يُحذف كل شيء. يُرجى المحاولة مرة أخرى.',
  forgotten: 'تم حذف كل شيء.',
}

export const challengeWords: ChallengeWords = {
  asked: 'يُرجى التأكيد أدناه أنك إنسان.',
  blocked: 'تعذّر تحميل التحقق. ربما تمنعه أداة حجب الإعلانات.',
  notPassed: 'تعذّر التأكد من أنك إنسان. يُرجى المحاولة مرة أخرى.',
  signIn: 'يُرجى تسجيل الدخول في هذه الصفحة لبدء الدردشة.',
}
