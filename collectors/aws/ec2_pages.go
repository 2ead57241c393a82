package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

// A paginator reads a list of EC2 page by page; P is the shape of a page. The SDK has one for each list.
type paginator[P any] interface {
	HasMorePages() bool
	NextPage(context.Context, ...func(*ec2.Options)) (*P, error)
}

// gather reads a list of EC2 to its end. Take takes a page apart, into what it lists and the token of the next page. What was read
// before an error is returned with it.
func gather[P, T any](ctx context.Context, v *visit, operation string, list paginator[P], take func(*P) ([]T, *string)) ([]T, error) {
	var out []T
	err := v.pages("EC2", operation, list.HasMorePages, func() (*string, error) {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		found, token := take(page)
		out = append(out, found...)
		return token, nil
	})
	return out, err
}
