package aws

import (
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"

	sdk "github.com/aws/aws-sdk-go-v2/aws"

	"github.com/assize/assize/collectors"
)

// emit tells one resource, once: a list that changes while it is read can bring the same one twice.
func (v *visit) emit(head collectors.Head, facts any, p partial) error {
	head.ID, head.Name = printable(head.ID), printable(head.Name)
	head.Account = v.account
	v.mu.Lock()
	key := [2]string{head.Kind, head.ID}
	again := v.told[key]
	v.told[key] = true
	v.mu.Unlock()
	if again {
		return nil
	}
	return v.sink.Resource(head, facts, p.gaps...)
}

func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// arn makes the ARN of what AWS names without one.
func (v *visit) arn(service, region, resource string) string {
	return strings.Join([]string{"arn", v.partition, service, region, v.account, resource}, ":")
}

// factNames are the paths of all facts of a kind's struct, for a gap on the resource as a whole.
func factNames(facts any) []string {
	t := reflect.TypeOf(facts)
	var out []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		out = append(out, name)
	}
	return out
}

// moment writes a time as the kinds have it.
func moment(t *time.Time) *string {
	if t == nil || t.IsZero() {
		return nil
	}
	return sdk.String(t.UTC().Format(time.RFC3339))
}

// nonEmpty is nil for an empty text.
func nonEmpty(text *string) *string {
	if text == nil || *text == "" {
		return nil
	}
	return text
}

func whole(n *int32) *int {
	if n == nil {
		return nil
	}
	return sdk.Int(int(*n))
}

func sorted(words []string) []string {
	out := slices.Clone(words)
	slices.Sort(out)
	return out
}
