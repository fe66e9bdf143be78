/** The branches in the order of a family tree: each below the one that it left. */
import type { BranchInfo } from '../../../app/session/state';

export interface BranchRow {
  readonly branch: BranchInfo;
  /** How many branches it left one after the other; 0 for the first. */
  readonly depth: number;
  /** Null for one whose parent is there no more, or that never had one. */
  readonly parentName: string | null;
}

export function branchRows(branches: readonly BranchInfo[]): readonly BranchRow[] {
  const byId = new Map(branches.map((branch) => [branch.id, branch]));
  const rows: BranchRow[] = [];
  const visit = (branch: BranchInfo, depth: number): void => {
    const parent = branch.parent === null ? undefined : byId.get(branch.parent);
    rows.push({ branch, depth, parentName: parent?.name ?? null });
    for (const child of branches) if (child.parent === branch.id) visit(child, depth + 1);
  };
  // An orphan stands where its parent would have.
  for (const branch of branches) if (branch.parent === null || !byId.has(branch.parent)) visit(branch, 0);
  return rows;
}
