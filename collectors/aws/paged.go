package aws

import "context"

// A paged is a list of T's that a plain client reads page by page; P is the shape of a page.
type paged[P, T any] struct {
	client    *client
	operation string
	// ask makes the question for the page that a token names; the first has none.
	ask func(token string) question
	// take takes a page apart, into what it lists and the token of the next page, "" after the last.
	take func(*P) ([]T, string)
}

// steps are the two halves of a loop over the pages, as each and pages want them.
func (l paged[P, T]) steps(ctx context.Context) (more func() bool, next func() ([]T, *string, error)) {
	token, begun := "", false
	more = func() bool { return !begun || token != "" }
	next = func() ([]T, *string, error) {
		begun = true
		var page P
		if err := l.client.ask(ctx, l.operation, l.ask(token), &page); err != nil {
			return nil, nil, err
		}
		found, following := l.take(&page)
		token = following
		return found, &token, nil
	}
	return more, next
}

// each hands each element of the list of a kind to tell, as the function each does.
func (l paged[P, T]) each(ctx context.Context, v *visit, kind string, tell func(context.Context, T) error) error {
	region := l.client.config.Region
	if l.client.global {
		region = everywhere
	}
	more, next := l.steps(ctx)
	return each(ctx, v, listed{l.client.id, l.operation, region, kind}, more, next, tell)
}

// all reads the list to its end. What was read before an error is returned with it.
func (l paged[P, T]) all(ctx context.Context, v *visit) ([]T, error) {
	var out []T
	more, next := l.steps(ctx)
	err := v.pages(l.client.id, l.operation, more, func() (*string, error) {
		found, token, err := next()
		out = append(out, found...)
		return token, err
	})
	return out, err
}
