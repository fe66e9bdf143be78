import type { KvReply, KvRequest, KvStoreInfo } from '../../core/store/kv';

/** A store that has to be waited for. What it cannot do is a reply; a rejection counts as one. */
export interface AsyncKvStore extends KvStoreInfo {
  ask(request: KvRequest): Promise<KvReply>;
}
