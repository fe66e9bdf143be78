/** The name of a member of a cluster, as people and messages write it: `n1`, `s1`, `c1`. */
export type NodeId = string;
