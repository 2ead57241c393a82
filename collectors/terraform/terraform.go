// Package terraform reads what an infrastructure change would make: a Terraform or OpenTofu plan, or a state, as "terraform
// show -json" prints it, into the kinds of an AWS account, so that the policies that audit the account judge the change
// before it is applied.
//
// It reads one file, and the folder of the .tf files where the option dir names it. It opens no connection and runs no program. A
// resource's id is its address in the configuration, which is the same before and after it is made. What belongs together
// and stands in several resources (a bucket and its versioning) is joined through the references of the configuration.
//
// A companion that the plan lacks is a fact where the thing is new: it will have the provider's default. Where the thing
// exists already, somebody else may have set it, and it is a gap with the cause outside_plan. What is known only after the plan is
// applied is a gap with the cause after_apply. A plan never shows the whole account, so each kind has a gap with the cause
// outside_plan, which policies meet that look up other resources. Values that are marked as sensitive are not read.
//
// What a plan defers is a gap with the cause after_apply, and so is what hangs on it.
//
// A plan does not show dynamic blocks in its configuration. Where one may make blocks whose number is not known yet, and nothing
// excludes it, the fact is a gap with the cause after_apply: see dynamic.go.
package terraform

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// Collector reads targets of the scheme terraform. It may be used for several targets at the same time.
type Collector struct {
	mutex     sync.Mutex
	documents map[string]*held
}

// New returns the collector.
func New() *Collector { return &Collector{} }

// Describe implements collectors.Collector.
func (*Collector) Describe() collectors.Description {
	var names []string
	for _, k := range kinds.Kinds() {
		names = append(names, k.Name)
	}
	slices.Sort(names)
	return collectors.Description{
		Name:    "terraform",
		Version: "1",
		Schemes: []collectors.Scheme{{
			Name: "terraform", Example: "terraform:plan.json", Help: "a Terraform or OpenTofu plan or state, as \"terraform show -json\" prints it", Local: true,
			Options: []string{"account", "dir", "only-changed", "state"},
		}},
		Kinds: names,
		Options: map[string]string{
			"account":      "the number of the AWS account that the plan is for, where it does not say so itself",
			"dir":          "the folder of the .tf files, to name file and line, and to see which blocks are dynamic",
			"only-changed": "true leaves out what the plan does not change",
			"state":        "before reads what is there before the plan is applied (default: after)",
		},
	}
}

// options are a target's settings.
type options struct {
	account, dir        string
	onlyChanged, before bool
}

func parseOptions(given map[string]string) (options, error) {
	var out options
	for name, value := range given {
		switch name {
		case "account":
			if len(value) != 12 || strings.Trim(value, "0123456789") != "" {
				return out, usage(fmt.Errorf("option account is %q", value), "the number of an AWS account has twelve digits")
			}
			out.account = value
		case "dir":
			out.dir = value
		case "only-changed":
			switch strings.ToLower(value) {
			case "true", "yes":
				out.onlyChanged = true
			case "false", "no":
			default:
				return out, usage(fmt.Errorf("option only-changed is %q", value), "write only-changed=true or only-changed=false")
			}
		case "state":
			if value != "before" && value != "after" {
				return out, usage(fmt.Errorf("option state is %q", value), "write state=before or state=after")
			}
			out.before = value == "before"
		default:
			return out, usage(fmt.Errorf("terraform targets have no option %q", name), "the options are account, dir, only-changed and state")
		}
	}
	if out.before && out.onlyChanged {
		return out, usage(errors.New("the options state=before and only-changed exclude each other"), "leave one of them out")
	}
	return out, nil
}

func usage(err error, hint string) error { return &collectors.UsageError{Err: err, Hint: hint} }

// Collect implements collectors.Collector.
func (c *Collector) Collect(ctx context.Context, t collectors.Target, sink collectors.Sink) error {
	chosen, err := parseOptions(t.Options)
	if err != nil {
		return err
	}
	sink.Progress("plan")
	release := c.Hold(t.Address)
	defer release()
	d, err := c.open(t.Address)
	if err != nil {
		return err
	}
	e, err := newEstate(d, chosen)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if chosen.dir != "" {
		if e.places, err = findPlaces(chosen.dir, e.root); err != nil {
			return err
		}
	}
	e.join()
	sink.Identify("terraform:"+filepath.ToSlash(filepath.Clean(t.Address)), d.what()+" "+t.Address)
	v := newVisit(e, sink, chosen)
	sink.Progress("resources")
	for _, entry := range table() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := v.tell(entry); err != nil {
			return err
		}
	}
	v.tellOutsiders()
	v.outside()
	sink.Cover(collectors.Coverage{Service: "terraform", Calls: 1})
	return nil
}
