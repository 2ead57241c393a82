package github

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/assize/assize/collectors"
)

// A cloner runs git, which fetches files from the server without counting towards the limits of its API. It may be used from several
// goroutines.
type cloner struct {
	program string
	server  *url.URL // where repositories are for git, with a slash at its end
	config  Config
	sign    func(ctx context.Context) (secret, error)

	mu     sync.Mutex
	failed int // how often in a row
	worked bool
}

const (
	// maxFetched is how much git may write for one repository, in bytes. The folders of a million files are 70 MB.
	maxFetched = 128 << 20
	// maxSpoken is how much a git command may print.
	maxSpoken = 512 << 20
	// patience is how often in a row git may fail that has brought something already, and maxFirst how often before that.
	patience, maxFirst = 10, 3
)

var (
	errHuge   = fmt.Errorf("git fetches more than %d MB", maxFetched>>20)
	errSpoken = errors.New("git says more than it was asked")
)

// cloner returns what fetches by git from a server, nil where there is no git or no address for it, and where another transport than
// the network carries the calls.
func (c *Collector) cloner(o options, g *gate) *cloner {
	server := c.config.git
	if server == nil && c.config.Transport == nil {
		server = gitServer(o)
	}
	program, err := exec.LookPath("git")
	if err != nil || server == nil {
		return nil
	}
	return &cloner{program: program, server: server, config: c.config, sign: g.sign}
}

// gitServer is where a server's repositories are for git: on the host that its API is asked on, or that this is a part of; nil where
// nothing says where that is. Source: GitHub Docs, About remote repositories, and About GitHub Enterprise Cloud with data residency.
func gitServer(o options) *url.URL {
	switch {
	case o.base.Scheme == "https" && (o.host == publicHost || strings.HasSuffix(o.host, ".ghe.com")):
		return &url.URL{Scheme: "https", Host: o.host, Path: "/"}
	case o.base.Path == "/api/v3/", o.base.Path == "/" && loopback(o.base.Hostname()):
		return &url.URL{Scheme: o.base.Scheme, Host: o.base.Host, Path: "/"}
	}
	return nil
}

// usable says whether git is still tried: not where it has failed several times and brought nothing in between.
func (c *cloner) usable() bool {
	if c == nil {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.spent()
}

func (c *cloner) spent() bool { return c.failed >= patience || c.failed >= maxFirst && !c.worked }

// note notes how a fetch ended. Given is true for the one after which git is not tried any more.
func (c *cloner) note(err error) (given bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		c.failed, c.worked = 0, true
		return false
	}
	before := c.spent()
	c.failed++
	return c.spent() && !before
}

// bound is how long a command may take. Before git has brought anything it may be that nothing lets it through.
func (c *cloner) bound() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.worked {
		return c.config.Patience
	}
	return c.config.Attempt
}

// alwaysSet overrule what git would do of its own: run programs, ask somebody, follow the server elsewhere, or look after its store.
var alwaysSet = [][2]string{
	{"protocol.allow", "never"}, {"protocol.version", "2"}, {"http.followRedirects", "false"}, {"credential.helper", ""},
	{"http.lowSpeedLimit", "1000"}, {"http.lowSpeedTime", "20"}, {"core.hooksPath", os.DevNull}, {"core.attributesFile", os.DevNull},
	{"core.fsmonitor", "false"}, {"core.pager", "cat"}, {"core.alternateRefsCommand", "false"}, {"core.bigFileThreshold", "1m"}, {"gc.auto", "0"},
	{"maintenance.auto", "false"}, {"fetch.unpackLimit", "1"}, {"core.fsync", "none"}, {"fetch.negotiationAlgorithm", "noop"}, {"fetch.recurseSubmodules", "false"},
	{"submodule.recurse", "false"}, {"pack.threads", "1"}, {"transfer.bundleURI", "false"},
}

// proxies and authorities are the variables that say how the server is reached and who vouches for it. What else stands in the
// environment git does not see.
var (
	proxies     = []string{"https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"}
	authorities = []string{"GIT_SSL_CAINFO", "GIT_SSL_CAPATH"}
)

// environment is that of a git command. The token is in no argument, where everybody on the machine could read it, and only what
// fetches has it and may use the network at all: what reads would else fetch by itself what is missing.
func (c *cloner) environment(token secret) []string {
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + nowhere, "XDG_CONFIG_HOME=" + nowhere, "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_SYSTEM=" + os.DevNull,
		"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_ATTR_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_PAGER=cat",
	}
	settings := slices.Clone(alwaysSet)
	if token == "" {
		env = append(env, "GIT_NO_LAZY_FETCH=1") // newer ones know it
	} else {
		basic := base64.StdEncoding.EncodeToString([]byte("x-access-token:" + string(token)))
		settings = append(settings, [2]string{"protocol." + c.server.Scheme + ".allow", "always"},
			[2]string{"http." + c.server.String() + ".extraHeader", "Authorization: Basic " + basic})
		env = append(env, c.reach()...)
	}
	for i, s := range settings {
		env = append(env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", i, s[0]), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", i, s[1]))
	}
	return append(env, fmt.Sprintf("GIT_CONFIG_COUNT=%d", len(settings)))
}

// nowhere is a folder that is not there.
const nowhere = "/nonexistent"

// reach are the variables of the environment that say how the server is reached. To this machine itself no proxy leads, as in Go, whose
// own variables for authorities count where git has none.
func (c *cloner) reach() []string {
	var out []string
	set, names := c.config.Env, authorities
	if !loopback(c.server.Hostname()) {
		names = slices.Concat(proxies, authorities)
	}
	for _, name := range names {
		if value := set(name); value != "" {
			out = append(out, name+"="+value)
		}
	}
	if file := set("SSL_CERT_FILE"); file != "" && set("GIT_SSL_CAINFO") == "" {
		out = append(out, "GIT_SSL_CAINFO="+file)
	}
	if folder := set("SSL_CERT_DIR"); folder != "" && set("GIT_SSL_CAPATH") == "" && !strings.ContainsRune(folder, filepath.ListSeparator) {
		out = append(out, "GIT_SSL_CAPATH="+folder)
	}
	return out
}

// A command is one of git's on a folder. Token is empty but for one that fetches.
type command struct {
	folder string
	token  secret
	input  io.Reader
	args   []string
}

// run runs a command and hands what it prints to take while it runs. What it started ends with it.
func (c *cloner) run(ctx context.Context, what command, take func(io.Reader) error) error {
	if len(what.args) == 0 || !slices.Contains([]string{"fetch", "ls-tree", "cat-file"}, what.args[0]) {
		return fmt.Errorf("git %q is not run: it is no read", what.args)
	}
	ctx, stop := context.WithTimeout(ctx, c.bound())
	defer stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	cmd := exec.CommandContext(ctx, c.program, append([]string{"--no-pager", "--git-dir=" + what.folder}, what.args...)...)
	collectors.OwnGroup(cmd)
	defer collectors.KillGroup(cmd)
	talk := collectors.Capped{Limit: 4 << 10}
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stderr, cmd.WaitDelay = what.folder, c.environment(what.token), what.input, &talk, 2*time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start git: %w", err)
	}
	watched := make(chan struct{})
	go func() { defer close(watched); watch(ctx, what.folder, maxFetched, func() { cancel(errHuge) }) }()
	taken := take(io.LimitReader(out, maxSpoken))
	if taken == nil && more(out) { // it would wait until somebody reads on
		taken = errSpoken
	}
	if taken != nil {
		cancel(taken)
	}
	err = cmd.Wait()
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	} else if err != nil {
		err = fmt.Errorf("git %s: %w", what.args[0], cmp.Or(said(talk.String()), err))
	}
	cancel(nil)
	<-watched
	return err
}

// said is the last line that git prints before it ends, which says why; nil where there is none.
func said(talk string) error {
	lines := strings.Split(strings.TrimSpace(talk), "\n")
	if last := oneLine(lines[len(lines)-1]); last != "" {
		return errors.New(last)
	}
	return nil
}

// watch calls full once when a folder holds more bytes than most, and returns when ctx ends.
func watch(ctx context.Context, folder string, most int64, full func()) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		sum := int64(0)
		_ = filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error { // what comes and goes meanwhile is counted next time
			if err == nil && entry.Type().IsRegular() {
				if info, err := entry.Info(); err == nil {
					sum += info.Size()
				}
			}
			return nil
		})
		if sum > most {
			full()
			return
		}
	}
}

// more says whether there is more to read, or waits until there is not.
func more(r io.Reader) bool {
	n, _ := io.CopyN(io.Discard, r, 1) // how it ends the program says
	return n > 0
}
