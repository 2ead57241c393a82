// Package aws reads an AWS account through its public API: the account, its identities, its storage, its network.
//
// It only reads, and cannot do otherwise: every operation passes one gate that refuses whatever is no read
// (guard.go). What AWS does not answer, or answers with something that cannot be its answer, is a gap that names the
// IAM action that would close it; "not configured" is a fact. Nothing large is downloaded, no object of a bucket, no
// code of a function, no value of a secret.
//
// One table (table.go) lists what is read: for each service its kinds, whether it is asked once or in every region, the
// IAM actions that it takes, and the function that reads it. Each service has one file.
package aws

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/middleware"
	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
)

// Config says how the collector reaches AWS. The zero value is what users get.
type Config struct {
	// Transport carries the calls; nil is the SDK's own. Tests answer through it.
	Transport http.RoundTripper
	// Retryer decides what is tried again; nil is the SDK's adaptive one, up to eight attempts.
	Retryer func() sdk.Retryer
	// Attempt and Call bound one attempt and one call with all its attempts; 0 is 30 s and 2 min.
	Attempt, Call time.Duration
	// Workers is how many calls are under way at the same time; 0 is 32.
	Workers int
	// Pages is how many pages of one list are read; 0 is 10,000.
	Pages int
}

func (c Config) filled() Config {
	c.Workers, c.Pages = cmp.Or(c.Workers, 32), cmp.Or(c.Pages, 10_000)
	c.Attempt, c.Call = cmp.Or(c.Attempt, 30*time.Second), cmp.Or(c.Call, 2*time.Minute)
	return c
}

// Collector reads targets of the scheme aws. It may be used for several targets at the same time.
type Collector struct {
	config Config
	// client is the way out of all accounts, so that one takes over the connections of the one before.
	client sdk.HTTPClient
}

// New returns the collector.
func New(c Config) *Collector {
	c = c.filled()
	return &Collector{config: c, client: c.client()}
}

// Describe implements collectors.Collector.
func (*Collector) Describe() collectors.Description {
	var kinds []string
	for _, e := range table() {
		kinds = append(kinds, e.kinds...)
	}
	slices.Sort(kinds)
	return collectors.Description{
		Name:    "aws",
		Version: "1",
		Schemes: []collectors.Scheme{{
			Name: "aws", Example: "aws:PROFILE", Help: "an AWS account, by a profile of the AWS configuration; aws: takes the environment's", Bare: true,
			Options: []string{"only", "regions", "skip"},
		}, {
			Name: orgScheme, Bare: true, Example: "aws-org:PROFILE", Help: "each active account of the organisation that the profile may list, through a role in each",
			Options: []string{"external-id", "only", "regions", "role", "skip"},
		}},
		Kinds: slices.Compact(kinds), Frugal: true,
		Options: map[string]string{
			"external-id": "what the role of an organisation's accounts wants to be told (ExternalId)",
			"role":        "the role that is taken in each account of an organisation, by its name",
			"only":        "the AWS services to read, by commas, for example iam,s3 (default: all)",
			"regions":     "the regions to read, by commas (default: all that are enabled)",
			"skip":        "the AWS services to leave out, by commas",
		},
	}
}

// Collect implements collectors.Collector.
func (c *Collector) Collect(ctx context.Context, t collectors.Target, sink collectors.Sink) error {
	_, err := c.visit(ctx, t, sink)
	return err
}

// visit reads one account. More are middlewares of every call.
func (c *Collector) visit(ctx context.Context, t collectors.Target, sink collectors.Sink, more ...func(*middleware.Stack) error) (*visit, error) {
	chosen, err := parseOptions(t.Options)
	if err != nil {
		return nil, err
	}
	sink.Progress("credentials")
	s, err := c.enter(ctx, t, chosen, more...)
	if err != nil {
		return nil, err
	}
	sink.Identify(targetID(s.partition, s.account), "AWS account "+s.account)
	v := &visit{session: s, sink: sink, options: chosen, wants: t.Wants, told: map[[2]string]bool{}}
	defer func() {
		for _, c := range s.meter.coverage() {
			sink.Cover(c)
		}
		if custom := s.meter.customEndpoints(); custom != "" {
			sink.Option("endpoint", custom)
		}
	}()
	if err := v.regions(ctx); err != nil {
		return nil, err
	}
	return v, v.run(ctx)
}

// A visit is one reading of one account. It may be used from several goroutines.
type visit struct {
	*session
	sink    collectors.Sink
	options options
	wants   *collectors.Wants

	enabled    []string        // the regions that the account can use, sorted
	unreadable *collectors.Gap // why that is not known
	visited    []string        // those that are read

	mu   sync.Mutex
	told map[[2]string]bool // the resources that were told, by kind and id
}

// run reads every entry of the table in every region that it has.
func (v *visit) run(ctx context.Context) error {
	group, groupCtx := errgroup.WithContext(ctx)
	for _, e := range table() {
		if !v.options.wants(e.service) {
			v.leaveOut(e)
			continue
		}
		if !slices.ContainsFunc(e.kinds, v.wants.Kind) {
			v.unwanted(e)
			continue
		}
		places := []string{v.home}
		if e.scope == regional {
			places = v.visited
			v.otherRegions(e)
		}
		for _, region := range places {
			group.Go(func() error {
				v.sink.Progress(e.service + " " + region)
				return e.collect(groupCtx, v, region)
			})
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// leaveOut says of an entry's kinds that nobody asked for them.
func (v *visit) leaveOut(e entry) {
	for _, kind := range e.kinds {
		v.sink.Gap(collectors.Gap{
			Kind: kind, Cause: collectors.NotRequested, Detail: "the service " + e.service + " was left out",
			Needs: "the service in the options only and skip", Call: "options only, skip",
		})
	}
}

// unwanted says of an entry's kinds that no policy reads any of them. An entry of which one is wanted is read whole.
func (v *visit) unwanted(e entry) {
	for _, kind := range e.kinds {
		v.sink.Gap(collectors.Gap{
			Kind: kind, Cause: collectors.Unwanted, Detail: "none of the selected policies reads it", Needs: "an audit with policies that read it",
		})
	}
}

// otherRegions says of an entry's kinds in which regions they may be besides those that are read.
func (v *visit) otherRegions(e entry) {
	var left []string
	for _, region := range v.enabled {
		if !slices.Contains(v.visited, region) {
			left = append(left, region)
		}
	}
	named := join(left)
	if len(left) > 5 {
		named = fmt.Sprintf("%s and %d more", join(left[:4]), len(left)-4)
	}
	for _, kind := range e.kinds {
		if v.unreadable != nil {
			gap := *v.unreadable
			gap.Kind = kind
			v.sink.Gap(gap)
		}
		if len(left) > 0 {
			v.sink.Gap(collectors.Gap{
				Kind: kind, Cause: collectors.NotRequested, Detail: "regions left out: " + named,
				Needs: "the option regions without a choice, or with these", Call: "option regions",
			})
		}
	}
}
