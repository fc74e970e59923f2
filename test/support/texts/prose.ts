/** A few sentences of a shop, in many languages. */
export const PROSE: Readonly<Record<string, string>> = {
  English:
    'The parcel takes three working days, and you can follow it with the number from our mail. If something is missing, please write to us within fourteen days; we will send a replacement or return your money, whichever you prefer.',
  Chinese:
    '配送一般需要三个工作日，您可以用订单号查询包裹的位置。如果缺少任何物品，请在十四天内联系我们；我们会补寄或者退款，由您选择。退货时请保留原包装和发票，运费由我们承担。',
  Russian:
    'Доставка обычно занимает три рабочих дня, и вы можете отследить посылку по номеру из нашего письма. Если чего-то не хватает, напишите нам в течение четырнадцати дней: мы отправим замену или вернём деньги, как вам удобнее.',
  Arabic:
    'يستغرق التوصيل عادة ثلاثة أيام عمل، ويمكنك تتبع الطرد بالرقم الموجود في رسالتنا. إذا كان هناك شيء ناقص، فاكتب إلينا خلال أربعة عشر يوما، وسنرسل بديلا أو نعيد المال كما تفضل.',
  Hindi:
    'डिलीवरी में आमतौर पर तीन कार्य दिवस लगते हैं, और आप हमारे मेल में दिए गए नंबर से पार्सल को ट्रैक कर सकते हैं। अगर कुछ कम है, तो कृपया चौदह दिनों के भीतर हमें लिखें; हम दूसरा भेज देंगे या आपके पैसे लौटा देंगे।',
  Japanese:
    '配送には通常三営業日かかります。メールに記載された番号で荷物の位置を確認できます。足りないものがあれば、十四日以内にご連絡ください。交換品をお送りするか、返金いたします。',
  Korean:
    '배송은 보통 영업일 기준 사흘이 걸리며, 메일에 적힌 번호로 소포를 추적할 수 있습니다. 빠진 물건이 있으면 열나흘 안에 알려 주세요. 새 물건을 보내거나 돈을 돌려 드립니다.',
  German:
    'Die Lieferung dauert in der Regel drei Werktage, und Sie können das Paket mit der Nummer aus unserer E-Mail verfolgen. Fehlt etwas, schreiben Sie uns bitte innerhalb von vierzehn Tagen; wir schicken Ersatz oder erstatten den Kaufpreis.',
  Finnish:
    'Toimitus kestää yleensä kolme arkipäivää, ja voit seurata pakettia sähköpostissa olevalla numerolla. Jos jotain puuttuu, kirjoita meille neljäntoista päivän kuluessa.',
  Hebrew: 'המשלוח אורך בדרך כלל שלושה ימי עסקים, ואפשר לעקוב אחרי החבילה בעזרת המספר שבהודעה שלנו.',
  Polish:
    'Dostawa trwa zwykle trzy dni robocze, a przesyłkę możesz śledzić za pomocą numeru z naszej wiadomości. Jeśli czegoś brakuje, napisz do nas w ciągu czternastu dni.',
  Turkish:
    'Teslimat genellikle üç iş günü sürer ve paketi e-postamızdaki numara ile takip edebilirsiniz. Eksik bir şey varsa lütfen on dört gün içinde bize yazın.',
  Bengali: 'ডেলিভারিতে সাধারণত তিন কর্মদিবস লাগে, এবং আপনি আমাদের ইমেলের নম্বর দিয়ে পার্সেলটি অনুসরণ করতে পারেন।',
  Ukrainian:
    'Доставка зазвичай триває три робочі дні, і ви можете відстежити посилку за номером із нашого листа. Якщо чогось бракує, напишіть нам протягом чотирнадцяти днів.',
}
