import type { AttachedComment, CommentedNode } from './nodes.js';

/** What Prettier tells about a comment whose place it looks for. */
interface Placing {
  enclosingNode?: CommentedNode | undefined;
  precedingNode?: CommentedNode | undefined;
  followingNode?: CommentedNode | undefined;
}

type Handler = (comment: AttachedComment & Placing, text: string) => boolean;

/**
 * A comment stays inside the bracket in which it stands: behind an opening one it belongs to what follows, before a closing
 * one to what precedes, alone to the bracket's owner. Prettier by itself sees only which node is near.
 */
const insideBracket: Handler = (comment, text) => {
  const { enclosingNode, precedingNode, followingNode } = comment;
  if (enclosingNode === undefined) return false;
  if (comment.start < enclosingNode.start) return attach(enclosingNode, comment, 'leading');
  const before = withoutComments(text.slice(precedingNode?.end ?? enclosingNode.start, comment.start));
  const after = withoutComments(text.slice(comment.end, followingNode?.start ?? enclosingNode.end));
  const isLast = followingNode === undefined || /[})\]]/.test(after);
  // Between `)` and `{`: it is about the block, whose first part may carry it.
  if (/\)/.test(before) && /\{/.test(after) && followingNode !== undefined)
    return attach(followingNode, comment, 'leading');
  if (!/[{([]/.test(before)) {
    return (
      isLast && followingNode !== undefined && precedingNode !== undefined && attach(precedingNode, comment, 'trailing')
    );
  }
  if (!isLast) return attach(followingNode, comment, 'leading');
  if (!holdsBlock(enclosingNode)) return false;
  if (enclosingNode.kind === 'IfMember' && /\belse\b/.test(before)) comment.place = 'else';
  return attach(enclosingNode, comment, 'dangling');
};

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*/g, '');
}

/** The kinds that print dangling comments inside their braces. */
function holdsBlock({ kind }: CommentedNode): boolean {
  return [
    'ComponentDeclaration',
    'WorkloadDeclaration',
    'ExploreDeclaration',
    'MappingDeclaration',
    'EnumDeclaration',
    'AddressMapMember',
    'ForMember',
    'IfMember',
  ].includes(kind);
}

function attach(node: CommentedNode, comment: AttachedComment, as: 'leading' | 'trailing' | 'dangling'): boolean {
  comment.leading = as === 'leading';
  comment.trailing = as === 'trailing';
  comment.printed = false;
  node.comments = [...(node.comments ?? []), comment];
  return true;
}

export const handleComments = { ownLine: insideBracket, endOfLine: insideBracket, remaining: insideBracket };
