package aws

import (
	"context"

	"github.com/aws/smithy-go"
	"golang.org/x/sync/errgroup"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// each reads a list to its end and hands each element to tell, several at the same time. A list that breaks off makes a gap on
// the kind, and what was read before it is told.
func each[T any](ctx context.Context, v *visit, l listed, more func() bool, next func() ([]T, *string, error), tell func(context.Context, T) error) error {
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(v.bounds.Workers)
	err := v.pages(l.service, l.operation, more, func() (*string, error) {
		elements, token, err := next()
		for _, e := range elements {
			group.Go(func() error { return tell(groupCtx, e) })
		}
		return token, err
	})
	if err != nil {
		v.kindGap(err, l.region, l.kind)
	}
	return group.Wait()
}

// holdsNothing says of an operation that its answer lacks what it always holds.
func holdsNothing(service, operation string) error {
	return &smithy.OperationError{ServiceID: service, OperationName: operation, Err: &answerError{"it holds nothing"}}
}

// listed names a list: by which operation of which service (the SDK's ids), where, and of what kind.
type listed struct{ service, operation, region, kind string }

// statements reads a resource's policy; when it cannot be read, the fact policy has a gap.
func (p *partial) statements(document, service, operation string) []kinds.Statement {
	out, err := kinds.ParseDocument(document)
	if err != nil {
		p.ok(&smithy.OperationError{ServiceID: service, OperationName: operation, Err: &answerError{err.Error()}}, "policy")
	}
	return out
}
