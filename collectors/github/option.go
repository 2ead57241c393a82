package github

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// publicHost is the host of github.com, and publicAPI where it is asked.
const (
	publicHost = "github.com"
	publicAPI  = "https://api.github.com/"
)

// options are what a user chose for one target.
type options struct {
	// base is where the API is, with a slash at its end; host is what the server is called.
	base *url.URL
	host string
	// custom is true when a user named the base.
	custom bool
	// app and appKey sign in as an app; empty means with a token.
	app, appKey string
	// only and skip choose services; empty means all.
	only, skip []string
	// noGraph is true when only REST is to be asked.
	noGraph bool
	// deep says whether what takes requests of its own in each repository is asked for; nil leaves that to the target.
	deep *bool
	// requests is how many may be sent; 0 means any number.
	requests int
}

// server is true for a GitHub Enterprise Server, which lacks what github.com has.
func (o options) server() bool { return o.host != publicHost && !strings.HasSuffix(o.host, ".ghe.com") }

func (c *Collector) parseOptions(given map[string]string) (options, error) {
	base, _ := url.Parse(publicAPI)
	out := options{base: base, host: publicHost}
	for name, value := range given {
		var err error
		switch name {
		case "app":
			out.app = value
		case "app_key":
			out.appKey = value
		case "base_url":
			err = out.at(value)
		case "only":
			out.only, err = services(name, value)
		case "skip":
			out.skip, err = services(name, value)
		case "deep":
			asked, wrong := strconv.ParseBool(value)
			if out.deep = &asked; wrong != nil {
				err = usage(fmt.Errorf("option deep: %q is neither true nor false", value), "deep=true also reads "+deeply+" of an organisation's repositories")
			}
		case "graphql":
			asked, wrong := strconv.ParseBool(value)
			if out.noGraph = !asked; wrong != nil {
				err = usage(fmt.Errorf("option graphql: %q is neither true nor false", value), "graphql=false asks GitHub's REST API alone")
			}
		case "max_requests":
			if out.requests, err = strconv.Atoi(value); err != nil || out.requests < 1 {
				err = usage(fmt.Errorf("option max_requests: %q is no number above 0", value), "for example max_requests=4000; leave it out for any number")
			}
		default:
			err = usage(fmt.Errorf("github targets have no option %q", name), "their options are app, app_key, base_url, deep, graphql, max_requests, only and skip")
		}
		if err != nil {
			return out, err
		}
	}
	if !slices.ContainsFunc(table(), out.wants) {
		return out, usage(fmt.Errorf("the options only and skip leave nothing to read"), "known services: "+strings.Join(known(), ", "))
	}
	if (out.app == "") != (out.appKey == "") {
		return out, usage(fmt.Errorf("of the options app and app_key one is missing"), "an app signs in with its number (or client id) and a file with its private key")
	}
	return out, nil
}

// wants says whether an entry is to be read.
func (o options) wants(e entry) bool {
	return (len(o.only) == 0 || slices.Contains(o.only, e.service)) && !slices.Contains(o.skip, e.service)
}

// known are the services that there are, sorted.
func known() []string {
	var out []string
	for _, e := range table() {
		out = append(out, e.service)
	}
	slices.Sort(out)
	return out
}

func services(option, list string) ([]string, error) {
	var out []string
	for word := range strings.SplitSeq(list, ",") {
		word = strings.TrimSpace(word)
		if !slices.Contains(known(), word) {
			return nil, usage(fmt.Errorf("option %s: %q is no service that is read", option, word), "known: "+strings.Join(known(), ", "))
		}
		out = append(out, word)
	}
	return out, nil
}

// at takes the address of a server's API.
func (o *options) at(text string) error {
	hint := "for example base_url=https://ghe.example.org/api/v3"
	base, err := url.Parse(text)
	if err != nil || base.Host == "" || base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return usage(fmt.Errorf("option base_url: %q is no address of an API", text), hint)
	}
	if base.Scheme != "https" && (base.Scheme != "http" || !loopback(base.Hostname())) {
		return usage(fmt.Errorf("option base_url: %q would send the token in the clear", text), hint)
	}
	if !strings.HasSuffix(base.Path, "/") {
		base.Path += "/"
	}
	o.base, o.host = base, strings.TrimPrefix(strings.ToLower(base.Host), "api.")
	o.custom = o.host != publicHost || base.Scheme != "https"
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
