/**
 * Days and months in the languages of British workplaces and schools, as their first letters are typed here: without
 * accents, in lower case. None of it is read; but a time beside one of them is not today's (`leftover.ts`). Words that
 * are English too ("August", "mean") or that are people's names ("Marco") are left out.
 */
const days: Readonly<Record<string, string>> = {
  cy: 'dydd llun mawrth mercher gwener sadwrn ionawr chwefror ebrill mehefin gorffennaf awst medi hydref tachwedd rhagfyr yfory drennydd',
  ga: 'luain mairt ceadaoin deardaoin haoine sathairn domhnaigh eanair feabhra aibrean bealtaine meitheamh iuil lunasa fomhair deireadh samhain nollaig amarach',
  gd: 'diluain dimairt diciadain diardaoin dihaoine disathairne didomhnaich dhen fhaoilleach ghearran mhart ghiblean cheitean ogmhios iuchar lunastal sultain damhair samhain dubhlachd maireach earar',
  de: 'montag dienstag mittwoch donnerstag freitag samstag sonntag marz dezember morgen ubermorgen',
  fr: 'lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier avril juillet aout septembre octobre novembre decembre demain',
  es: 'lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio agosto septiembre octubre noviembre diciembre manana',
  pt: 'segunda terca quarta quinta sexta sabado domingo janeiro fevereiro abril junho julho agosto setembro outubro novembro dezembro amanha',
  it: 'lunedi martedi mercoledi giovedi venerdi sabato domenica gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre domani dopodomani',
  nl: 'maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart morgen overmorgen',
  pl: 'poniedzialek wtorek sroda czwartek piatek sobota niedziela stycznia lutego marca kwietnia czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia jutro pojutrze',
  lt: 'pirmadienis antradienis treciadienis ketvirtadienis penktadienis sestadienis sekmadienis sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio gruodzio rytoj poryt',
  ro: 'luni marti miercuri vineri sambata duminica ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie maine poimaine',
  hu: 'hetfo kedd szerda csutortok pentek szombat vasarnap marcius aprilis majus augusztus szeptember holnap holnaputan',
  cs: 'pondeli utery streda ctvrtek patek sobota nedele ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince zitra pozitri',
  sk: 'pondelok utorok streda stvrtok piatok sobota nedela januara februara marca aprila juna jula augusta septembra oktobra novembra decembra zajtra pozajtra',
  bg: 'понеделник вторник сряда четвъртък петък събота неделя януари февруари март април маи юни юли август септември октомври ноември декември утре вдругиден',
  el: 'δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου αυριο μεθαυριο',
  uk: 'понеділок вівторок середа четвер пʼятниця субота неділя січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня завтра післязавтра',
  ru: 'понедельник вторник среда четверг пятница суббота воскресенье января февраля марта апреля мая июня июля августа сентября октября ноября декабря завтра послезавтра',
  tr: 'pazartesi sali carsamba persembe cuma cumartesi pazar ocak subat nisan mayis haziran temmuz agustos eylul ekim kasim aralik yarin obur',
  so: 'isniin talaado arbaco khamiis jimco sabti axad janaayo febraayo maarso abriil maayo juun luulyo agosto sebtembar oktoobar noofeembar diseembar berri maalmood',
  ar: 'الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر غدًا الغد',
  fa: 'دوشنبه شنبه چهارشنبه پنجشنبه جمعه یکشنبه ژانویه فوریه مارس آوریل ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر فردا',
  ur: 'پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر آئندہ کل پرسوں',
  hi: 'सोमवार मंगलवार बुधवार शुक्रवार शनिवार रविवार जनवरी फ़रवरी अप्रैल मई अगस्त सितंबर अक्टूबर नवंबर दिसंबर कल परसों',
  pa: 'ਸੋਮਵਾਰ ਮੰਗਲਵਾਰ ਬੁੱਧਵਾਰ ਵੀਰਵਾਰ ਸ਼ੁੱਕਰਵਾਰ ਐਤਵਾਰ ਜਨਵਰੀ ਫ਼ਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ ਭਲਕੇ',
  bn: 'সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার রবিবার এপ্রিল আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর আগামীকাল আগামী পরশু',
  gu: 'સોમવાર મંગળવાર બુધવાર શુક્રવાર શનિવાર રવિવાર જાન્યુઆરી ફેબ્રુઆરી એપ્રિલ ઑગસ્ટ સપ્ટેમ્બર ઑક્ટોબર નવેમ્બર ડિસેમ્બર આવતીકાલે પરમદિવસે',
  ta: 'திங்கள் புதன் வியாழன் சனி ஜனவரி பிப்ரவரி ஏப்ரல் ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர் மறுநாள்',
  zh: '星期 周一 周二 周三 周四 周五 周六 周日 明天 后天',
  // Of South Asia, as they are typed in our letters.
  latin:
    'kal parso somvar somwar mangalvar mangalwar budhvar budhwar guruvar shukravar shukrawar shanivar ravivar jumma',
};

/** Too short to tell by themselves: days count before a time alone ("Mo 14:00"), months behind a number ("7 mai"). */
const shortDays =
  'mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mie|jue|vie|sab|dom|seg|gio|ma|wo|vr|za|zo|pon|wt|czw|pt|sob';
const shortDay = new RegExp(`^[\\s,]*(?:${shortDays})\\.?,?\\s+(?:um\\s+)?\\|`, 'iu');
const shortMonths =
  'mars|mai|juin|juil|janv|fevr?|avr|aout|okt|dez|marz|mrz|jui|juni|juli|ene|abr|ago|dic|set|out|gen|mag|giu|lug|ott|mei|mrt|sie|wrz|paz|lis|gru';
const shortMonth = new RegExp(`\\d\\.?\\s*(?:de\\s+)?(?:${shortMonths})(?!\\p{L})`, 'iu');

const folded = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’ʼ.]/g, '')
    .normalize('NFC')
    .replace(/ł/g, 'l')
    .replace(/ß/g, 'ss')
    .replace(/ı/g, 'i');

const words = new Set(Object.values(days).flatMap((line) => folded(line).split(' ')));
/** "w środę", "в среду": the days of these languages, which each line begins with, change their last letter. */
const stems = new Set(
  ['pl', 'cs', 'sk', 'bg', 'uk', 'ru'].flatMap((language) =>
    folded(days[language] ?? '')
      .split(' ')
      .slice(0, 7)
      .map((w) => w.slice(0, -1)),
  ),
);
/** Chinese stands without spaces. */
const unspaced = (days.zh ?? '').split(' ');

/**
 * Whether a day or a month of another language is among these words, in which a read time is `blanked` (`leftover.ts`).
 * `day`: a day was read already.
 */
export function inAnotherTongue(text: string, day: boolean): boolean {
  if ((!day && shortDay.test(text)) || shortMonth.test(folded(text))) return true;
  const typed = folded(text)
    .split(/[^\p{L}\p{M}]+/u)
    .filter((w) => w !== '');
  if (unspaced.some((w) => text.includes(w))) return true;
  return typed.some((w) => words.has(w) || (w.length >= 5 && stems.has(w.slice(0, -1))));
}
