/** What the API answers, as far as this client draws it; /openapi.json has all of it. */

interface Choice {
  kind: string;
  value: string;
}

interface ChoiceOption {
  label: string;
  detail: string | null;
  choice: Choice;
}

interface MaterialLine {
  number: number;
  name: string;
  of: string | null;
  counts: string;
  submission: string;
  reason: string | null;
  notes: string | null;
}

interface Place {
  name: string;
  address: string;
  hours: string;
  phone: string;
  open_now: { text: string } | null;
}

interface Source {
  version: number;
  as_of: string;
  sample: boolean;
  legal_basis: { name: string; article: string | null }[];
}

interface Notice {
  item_id: string;
  item_name: string;
  summary: string;
  division_code: string;
  division_name: string;
  circumstances: { id: string; question: string; option_id: string; label: string; assumed: boolean }[];
  total: number;
  total_text: string;
  materials: MaterialLine[];
  differences: { text: string }[];
  conditions: string[];
  fees: string[];
  times: string[];
  trips: string;
  ways: string[];
  proxy: string;
  places: Place[];
  steps: string[];
  results: string[];
  differs: string[];
  source: Source;
}

interface LifeEvent {
  name: string;
  summary: string;
  steps: { item_id: string; item_name: string; window: string; stage: number; only_if: string | null }[];
  materials: {
    number: number;
    name: string;
    counts: string;
    reason: string | null;
    serves: string[];
    only_if: string[];
  }[];
  total_text: string;
  notes: string[];
}

type Block =
  | { type: "text"; text: string }
  | { type: "choices"; prompt: string; name: string; options: ChoiceOption[] }
  | { type: "notice"; notice: Notice }
  | { type: "facts"; facts: { item_name: string; title: string; lines: string[]; places: Place[] } }
  | { type: "difference"; item_name: string; difference: { text: string } }
  | { type: "life_event"; life_event: LifeEvent }
  | { type: "plan" | "precheck"; lines: string[] }
  | { type: "sources"; source: Source };

interface ChatReply {
  conversation_id: string;
  status: string;
  subject: string;
  limited: boolean;
  blocks: Block[];
}

interface SignedIn {
  token: string;
  expires_at: string;
  template: string | null;
}

interface WatchedList {
  item_id: string;
  division: string;
  circumstances: Record<string, string>;
}

/** A message as the page draws it; `key` keeps its place when the list grows. */
interface Message {
  key: number;
  mine: boolean;
  blocks: Block[];
}
