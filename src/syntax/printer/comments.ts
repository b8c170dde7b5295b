import type { AttachedComment, CommentedNode } from './nodes.js';

/** What Prettier tells about a comment whose place it looks for. */
interface Placing {
  enclosingNode?: CommentedNode | undefined;
  precedingNode?: CommentedNode | undefined;
  followingNode?: CommentedNode | undefined;
}

type Handler = (comment: AttachedComment & Placing, text: string) => boolean;

/**
 * A comment behind an opening bracket belongs to what follows inside the bracket, or to the bracket's owner where that is
 * empty; Prettier by itself would hang it on what stands before the bracket.
 */
const behindOpening: Handler = (comment, text) => {
  const { enclosingNode, precedingNode, followingNode } = comment;
  if (enclosingNode === undefined) return false;
  if (comment.start < enclosingNode.start) return attach(enclosingNode, comment, true);
  const from = precedingNode?.end ?? enclosingNode.start;
  if (!opensBracket(withoutComments(text.slice(from, comment.start)))) return false;
  if (followingNode !== undefined && !opensBracket(withoutComments(text.slice(comment.end, followingNode.start)))) {
    return attach(followingNode, comment, true);
  }
  return holdsBlock(enclosingNode) ? attach(enclosingNode, comment, false) : false;
};

function opensBracket(between: string): boolean {
  return /[{([]/.test(between);
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*/g, '');
}

/** The kinds that print dangling comments inside their braces. */
function holdsBlock({ kind }: CommentedNode): boolean {
  return ['ComponentDeclaration', 'WorkloadDeclaration', 'EnumDeclaration', 'ForMember', 'IfMember'].includes(kind);
}

function attach(node: CommentedNode, comment: AttachedComment, leading: boolean): boolean {
  comment.leading = leading;
  comment.trailing = false;
  comment.printed = false;
  node.comments = [...(node.comments ?? []), comment];
  return true;
}

export const handleComments = { ownLine: behindOpening, endOfLine: behindOpening, remaining: behindOpening };
