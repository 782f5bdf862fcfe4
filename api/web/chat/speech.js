/** The browser's own voice and ears; both are left out where the browser has none. */

const LANGUAGE = "zh-CN";

export const canSpeak = () => "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;

/** Read `text` aloud, sentence by sentence: some browsers fall silent in long utterances. Returns a stop function. */
export function readAloud(text, whenDone) {
  speechSynthesis.cancel();
  const sentences = text.match(/[^。！？\n]+[。！？\n]*/g) ?? [];
  sentences.forEach((sentence, index) => {
    const utterance = new SpeechSynthesisUtterance(sentence);
    utterance.lang = LANGUAGE;
    utterance.rate = 0.9; // a little slower than talk: numbers and names are to be remembered
    if (index === sentences.length - 1) utterance.onend = whenDone;
    utterance.onerror = whenDone;
    speechSynthesis.speak(utterance);
  });
  return () => speechSynthesis.cancel();
}

const Recognition = () => window.SpeechRecognition ?? window.webkitSpeechRecognition;

export const canListen = () => Boolean(Recognition());

/** Listen once; `heard(text)` gets growing text, `ended(reason)` null, "nothing" or "unavailable". */
export function listen(heard, ended) {
  const recognition = new (Recognition())();
  let reason = "nothing";
  recognition.lang = LANGUAGE;
  recognition.interimResults = true;
  recognition.onresult = (event) => {
    reason = null;
    heard([...event.results].map((result) => result[0].transcript).join(""));
  };
  recognition.onerror = (event) => {
    if (event.error !== "no-speech" && event.error !== "aborted") reason = "unavailable";
  };
  recognition.onend = () => ended(reason);
  recognition.start();
  return () => recognition.stop();
}
