package aws

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
)

// options are what a user chose for one target; empty means all.
type options struct {
	only, skip, regions []string
	role, externalID    string // in an organisation's accounts
}

func join(words []string) string { return strings.Join(words, ", ") }

func (o options) wants(service string) bool {
	return (len(o.only) == 0 || slices.Contains(o.only, service)) && !slices.Contains(o.skip, service)
}

var regionName = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$`)

func parseOptions(given map[string]string) (options, error) {
	var out options
	for name, value := range given {
		words := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
		slices.Sort(words)
		words = slices.Compact(words)
		switch name {
		case "only", "skip":
			for _, word := range words {
				if !slices.Contains(services(), word) {
					return out, usage(fmt.Errorf("option %s: %q is no service that is read", name, word), "known: "+join(services()))
				}
			}
			if name == "only" {
				out.only = words
			} else {
				out.skip = words
			}
		case "regions":
			if slices.Equal(words, []string{"all"}) {
				words = nil
			}
			for _, word := range words {
				if !regionName.MatchString(word) {
					return out, usage(fmt.Errorf("option regions: %q is no region", word), "for example regions=eu-central-1,us-east-1, or regions=all")
				}
			}
			out.regions = words
		case "role":
			if out.role = strings.TrimPrefix(value, "/"); !roleName.MatchString(out.role) {
				return out, usage(fmt.Errorf("option role: %q is no role's name", value), "name it without the account, for example role=assize")
			}
		case "external-id":
			out.externalID = value
		case suspendedOption: // Expand's
		default:
			return out, usage(fmt.Errorf("aws targets have no option %q", name), "their options are only, regions and skip")
		}
	}
	if !slices.ContainsFunc(services(), out.wants) {
		return out, usage(fmt.Errorf("the options only and skip leave nothing to read"), "known services: "+join(services()))
	}
	return out, nil
}

func usage(err error, hint string) error { return &collectors.UsageError{Err: err, Hint: hint} }
