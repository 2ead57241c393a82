package aws

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/assize/assize/collectors"
)

// defaultProfile means the SDK's default chain: environment, shared files, the machine's role. An empty address means the same.
const defaultProfile = "default"

// homeRegion is where global services are asked when nothing names a region.
const homeRegion = "us-east-1"

// identifyWithin bounds the search for credentials and the question whose they are.
const identifyWithin = 30 * time.Second

// A session is the way to one account. It may be used from several goroutines.
type session struct {
	bounds             Config
	config             sdk.Config
	home               string // the region in which global services are asked
	account, partition string
	meter              *meter
}

// open finds credentials and asks AWS whose they are. More are middlewares of every call, behind the guard.
func (c *Collector) open(ctx context.Context, profile string, more ...func(*middleware.Stack) error) (*session, error) {
	ctx, cancel := context.WithTimeout(ctx, identifyWithin)
	defer cancel()
	plain, err := c.load(ctx, profile)
	if err != nil {
		return nil, err
	}
	s := c.session(plain, more...)
	return s, s.identify(ctx, profile)
}

// load reads the configuration. Its clients are for fetching credentials (AssumeRole and the like) alone: nothing guards them.
func (c *Collector) load(ctx context.Context, profile string) (sdk.Config, error) {
	set := []func(*config.LoadOptions) error{
		config.WithHTTPClient(c.client), config.WithRetryer(c.retryer()), config.WithAppID("assize"), config.WithLogger(logging.Nop{}),
	}
	if profile != defaultProfile && profile != "" {
		set = append(set, config.WithSharedConfigProfile(profile))
	}
	out, err := config.LoadDefaultConfig(ctx, set...)
	if err != nil {
		var missing config.SharedConfigProfileNotExistError
		if errors.As(err, &missing) {
			return out, usage(fmt.Errorf("the AWS configuration has no profile %q", profile), "\"aws configure list-profiles\" names them; aws: alone takes the environment's credentials")
		}
		return out, usage(fmt.Errorf("read the AWS configuration: %w", innermost(err)), "look at ~/.aws/config, ~/.aws/credentials and the variables AWS_*")
	}
	if out.Region == "" {
		out.Region = homeRegion
	}
	return out, nil
}

// session makes the way to an account of a configuration. Only now come the middlewares: the SDK has made the clients that fetch
// credentials from a configuration without them. A session's own clients are never without.
func (c *Collector) session(plain sdk.Config, more ...func(*middleware.Stack) error) *session {
	s := &session{bounds: c.config, meter: newMeter(c.config), config: plain.Copy(), home: plain.Region}
	s.config.APIOptions = append(s.config.APIOptions, s.meter.calls, s.meter.attempts, s.meter.answers)
	s.config.APIOptions = append(s.config.APIOptions, more...)
	s.config.APIOptions = append(s.config.APIOptions, guard)
	return s
}

func (c Config) client() sdk.HTTPClient {
	if c.Transport != nil {
		return &http.Client{Transport: c.Transport}
	}
	return awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConns, t.MaxIdleConnsPerHost = 4*c.Workers, c.Workers
	})
}

func (c *Collector) retryer() func() sdk.Retryer {
	if c.config.Retryer != nil {
		return c.config.Retryer
	}
	return func() sdk.Retryer {
		return retry.NewAdaptiveMode(func(o *retry.AdaptiveModeOptions) {
			o.StandardOptions = append(o.StandardOptions, func(o *retry.StandardOptions) { o.MaxAttempts = 8 })
		})
	}
}

// identify asks whose the credentials are. Without an answer there is no audit.
func (s *session) identify(ctx context.Context, profile string) error {
	who, err := sts.NewFromConfig(s.config).GetCallerIdentity(ctx, nil)
	if err != nil {
		return identifyError(ctx, err, profile)
	}
	parts := strings.Split(sdk.ToString(who.Arn), ":")
	if s.account = sdk.ToString(who.Account); len(parts) < 6 || len(s.account) != 12 {
		return usage(fmt.Errorf("ask AWS whose the credentials are: the answer names no account"), "is AWS_ENDPOINT_URL meant to be set?")
	}
	s.partition = parts[1]
	return nil
}

func identifyError(ctx context.Context, err error, profile string) error {
	if ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return ctx.Err()
	}
	wrapped := fmt.Errorf("ask AWS whose the credentials are: %s", detailOf(err))
	var unsent *smithyhttp.RequestSendError
	switch lapsed := lapseOf(err); {
	case lapsed == keysLapsed:
		return usage(wrapped, lapsed.remedy(profile))
	case lapsed != "":
		return usage(fmt.Errorf("find AWS credentials: %s", detailOf(err)), lapsed.remedy(profile))
	case causeOf(err) == collectors.Denied:
		return usage(wrapped, "AWS does not know these credentials: look at AWS_ACCESS_KEY_ID, or at the profile")
	case status(err) == 0 && causeOf(err) != collectors.Timeout && !errors.As(err, &unsent):
		return usage(fmt.Errorf("find AWS credentials: %s", detailOf(err)),
			"name a profile (aws:PROFILE), set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with "+command("aws sso login", profile))
	}
	return usage(wrapped, "is AWS reachable from here? HTTPS_PROXY, AWS_REGION and AWS_ENDPOINT_URL decide where it is asked")
}

// in returns the configuration for a region.
func (s *session) in(region string) sdk.Config {
	c := s.config.Copy()
	c.Region = region
	return c
}

// regions finds the regions that the account can use and those to visit.
func (v *visit) regions(ctx context.Context) error {
	out, err := ec2.NewFromConfig(v.in(v.home)).DescribeRegions(ctx, &ec2.DescribeRegionsInput{AllRegions: sdk.Bool(false)})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		gap := gapOf(err)
		gap.Detail = "which regions are enabled is not known, only " + v.home + " was read: " + gap.Detail
		v.visited = []string{v.home}
		if len(v.options.regions) > 0 {
			v.visited = v.options.regions
			gap.Detail = "whether other regions are enabled is not known: " + detailOf(err)
		}
		v.unreadable = &gap
		return nil
	}
	for _, r := range out.Regions {
		v.enabled = append(v.enabled, sdk.ToString(r.RegionName))
	}
	slices.Sort(v.enabled)
	v.visited = v.enabled
	if len(v.options.regions) == 0 {
		return nil
	}
	v.visited = v.options.regions
	for _, region := range v.visited {
		if !slices.Contains(v.enabled, region) {
			return usage(fmt.Errorf("the region %s is not enabled in this account", region), "enabled: "+join(v.enabled))
		}
	}
	return nil
}
