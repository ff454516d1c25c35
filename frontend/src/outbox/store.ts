/**
 * Where the outbox keeps what is not acknowledged yet: IndexedDB, which survives a reload, a closed tab and a restarted
 * tablet, and holds photos as they are. Things lie in the order they were written.
 */

export type Field = readonly [name: string, value: string | Blob, filename?: string];

export interface Item {
  /** The id under which the server keeps it once, made here. */
  id: string;
  /** What page it belongs to: any page with the same scope may send it. */
  scope: string;
  fields: Field[];
  attempts: number;
  /** Not before this time (milliseconds since 1970). */
  nextAt: number;
  /** The server's words when it cannot be taken as it is; then somebody must decide. */
  stuck: string;
  /** It was put aside because the door was shut (a link that had ended, a sign-in): a page that opens sends it. */
  shut?: boolean;
}

export type Kept = Item & { place: number };

export interface Store {
  add(item: Item): Promise<Kept>;
  all(scope: string): Promise<Kept[]>;
  put(item: Kept): Promise<void>;
  remove(place: number): Promise<void>;
  /** True when `holder` alone may send for `milliseconds` from `now`: two tabs never send at the same time. */
  lease(scope: string, holder: string, now: number, milliseconds: number): Promise<boolean>;
  release(scope: string, holder: string): Promise<void>;
}

const ITEMS = "items";
const LEASES = "leases";

interface Lease {
  scope: string;
  holder: string;
  until: number;
}

/** Opens the database. Rejects where the browser keeps nothing (storage switched off, some private windows). */
export function openStore(name = "medskick.outbox"): Promise<Store> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      const items = opening.result.createObjectStore(ITEMS, { keyPath: "place", autoIncrement: true });
      items.createIndex("scope", "scope");
      opening.result.createObjectStore(LEASES, { keyPath: "scope" });
    };
    opening.onerror = () => reject(opening.error ?? new Error("IndexedDB"));
    opening.onblocked = () => reject(new Error("IndexedDB is blocked"));
    opening.onsuccess = () => resolve(new Database(opening.result));
  });
}

class Database implements Store {
  constructor(private readonly database: IDBDatabase) {}

  async add(item: Item): Promise<Kept> {
    const place = await this.run(ITEMS, "readwrite", (items) => items.add(item));
    return { ...item, place: Number(place) };
  }

  async all(scope: string): Promise<Kept[]> {
    const found = await this.run(ITEMS, "readonly", (items) => items.index("scope").getAll(scope));
    return (found as Kept[]).sort((one, other) => one.place - other.place);
  }

  async put(item: Kept): Promise<void> {
    await this.run(ITEMS, "readwrite", (items) => items.put(item));
  }

  async remove(place: number): Promise<void> {
    await this.run(ITEMS, "readwrite", (items) => items.delete(place));
  }

  lease(scope: string, holder: string, now: number, milliseconds: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(LEASES, "readwrite");
      const leases = transaction.objectStore(LEASES);
      let mine = false;
      const asking = leases.get(scope);
      asking.onsuccess = () => {
        const held = asking.result as Lease | undefined;
        mine = !held || held.holder === holder || held.until <= now || held.until > now + 2 * milliseconds;
        if (mine) leases.put({ scope, holder, until: now + milliseconds } satisfies Lease);
      };
      transaction.oncomplete = () => resolve(mine);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB"));
    });
  }

  release(scope: string, holder: string): Promise<void> {
    return new Promise((resolve) => {
      const transaction = this.database.transaction(LEASES, "readwrite");
      const leases = transaction.objectStore(LEASES);
      const asking = leases.get(scope);
      asking.onsuccess = () => {
        if ((asking.result as Lease | undefined)?.holder === holder) leases.delete(scope);
      };
      transaction.oncomplete = transaction.onerror = transaction.onabort = () => resolve();
    });
  }

  /** One request in a transaction of its own; done when the transaction is, so that what is added is on disk. */
  private run<T>(name: string, mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(name, mode, { durability: "strict" });
      const request = ask(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB"));
    });
  }
}
