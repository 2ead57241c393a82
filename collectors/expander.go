package collectors

import "context"

// An Expander is a Collector some of whose targets stand for several, such as an organisation for its accounts.
type Expander interface {
	Collector

	// Expand returns the targets that are visited in the place of t, in a fixed order and at least one: t alone when it
	// stands for itself. Each has t's scheme and options, and t's ref with a slash and a name after it, so that what is
	// configured for t holds for it; each has the identity that a visit would find, so that one that cannot be visited
	// has it too. Its errors are those of Collect: t as a whole could not be visited.
	Expand(ctx context.Context, t Target) ([]Target, error)
}
