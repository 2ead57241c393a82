package host

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

// firewallFacts are the facts of a firewall, for gaps on all of them.
var firewallFacts = []string{"backends", "chains", "chains_ipv6", "loopback_accepted", "rule_count"}

func tellFirewall(r *reading, e *emitter) {
	g := gaps{r: r}
	w := wall{chains: map[string]*hookChain{}, six: map[string]*hookChain{}, backends: map[string]bool{}}
	nft := r.section("nft")
	switch {
	case nft.state == "missing" && !tablesPossible(r, "nf_tables"):
	case good(nft.state):
		if err := w.nftables(nft.text); err != nil {
			gap := reason("error", "nft -j list ruleset")
			gap.Detail = "its answer is not understood: " + err.Error()
			for _, fact := range firewallFacts {
				gap.Path = fact
				g.add(gap)
			}
		}
	default:
		for _, fact := range firewallFacts {
			g.at(at(fact), nft.state, "nft -j list ruleset")
		}
	}
	for _, tool := range []struct{ name, names, module string }{
		{"iptables", "/proc/net/ip_tables_names", "ip_tables"}, {"ip6tables", "/proc/net/ip6_tables_names", "ip6_tables"},
	} {
		s := r.section(tool.name)
		switch {
		case s.state == "missing" && noTables(r.file(tool.names)):
		case good(s.state):
			if !shows(s.text, r.file(tool.names)) {
				for _, fact := range firewallFacts {
					g.at(at(fact), "error: the kernel holds tables that "+tool.name+"-save does not show", tool.name+"-legacy-save")
				}
			}
			if !(strings.Contains(s.text, "(nf_tables)") && good(nft.state)) { // else nft has told the same
				w.iptables(s.text, tool.name == "ip6tables")
			}
		default:
			for _, fact := range firewallFacts {
				g.at(at(fact), s.state, tool.name+"-save")
			}
		}
	}
	e.one("linux.firewall", w.facts(), g)
}

// noTables says whether the kernel has told that it holds no table of the older filter.
func noTables(names file) bool {
	return names.state == "absent" || names.state == "ok" && strings.TrimSpace(names.text) == ""
}

// shows says whether iptables-save told of all tables of the older filter: the one that stands on nf_tables
// passes over them.
func shows(saved string, names file) bool {
	for name := range strings.FieldsSeq(names.text) {
		if strings.Contains(saved, "(nf_tables)") || !strings.Contains("\n"+saved, "\n*"+name+"\n") {
			return false
		}
	}
	return true
}

// tablesPossible says whether the kernel may hold tables that a missing tool would have shown.
func tablesPossible(r *reading, module string) bool {
	loaded := strings.Contains("\n"+r.section("netfilter.loaded").text+"\n", "\n"+module+"\n")
	release := strings.TrimSpace(r.file("/proc/sys/kernel/osrelease").text)
	builtin := r.file("/lib/modules/" + release + "/modules.builtin")
	return loaded || builtin.state != "ok" || strings.Contains(builtin.text, "/"+module+".ko")
}

// A hookChain is what all base chains of one hook do together.
type hookChain struct {
	drops bool
	rules int
}

// A wall is the packet filter as it is put together from its parts.
type wall struct {
	chains, six map[string]*hookChain
	backends    map[string]bool
	loopback    bool
	rules       int
}

func (w *wall) facts() linux.Firewall {
	plain := func(chains map[string]*hookChain) map[string]linux.FirewallChain {
		out := map[string]linux.FirewallChain{}
		for hook, c := range chains {
			out[hook] = linux.FirewallChain{Policy: map[bool]string{true: "drop", false: "accept"}[c.drops], Rules: c.rules}
		}
		return out
	}
	return linux.Firewall{
		Backends: sortedKeys(w.backends), Chains: plain(w.chains), ChainsIPv6: plain(w.six),
		LoopbackAccepted: w.loopback, RuleCount: w.rules,
	}
}

// base counts a base chain to its hook: a packet must pass all chains of the hook, so one that drops decides.
func (w *wall) base(family, hook string, drops bool, rules int) {
	if hook != "input" && hook != "forward" && hook != "output" {
		return
	}
	for _, side := range []struct {
		chains map[string]*hookChain
		in     bool
	}{{w.chains, family != "ip6"}, {w.six, family != "ip"}} {
		if !side.in {
			continue
		}
		c := side.chains[hook]
		if c == nil {
			c = &hookChain{}
			side.chains[hook] = c
		}
		c.drops = c.drops || drops
		c.rules += rules
	}
}

// front notes the front end that a chain belongs to.
func (w *wall) front(table, chain string, native bool) {
	switch {
	case table == "firewalld":
		w.backends["firewalld"] = true
	case strings.HasPrefix(chain, "ufw-") || strings.HasPrefix(chain, "ufw6-"):
		w.backends["ufw"] = true
	}
	if native {
		w.backends["nftables"] = true
	} else {
		w.backends["iptables"] = true
	}
}

type nftChain struct {
	Family, Table, Name, Type, Hook, Policy string
}

type nftRule struct {
	Family, Table, Chain string
	Expr                 []map[string]json.RawMessage
}

// nftables reads nft -j list ruleset (libnftables-json(5)).
func (w *wall) nftables(text string) error {
	var document struct {
		Nftables []struct {
			Chain *nftChain
			Rule  *nftRule
		}
	}
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		return fmt.Errorf("read the ruleset: %w", err)
	}
	rules := map[[3]string][]nftRule{}
	for _, item := range document.Nftables {
		if item.Rule != nil {
			key := [3]string{item.Rule.Family, item.Rule.Table, item.Rule.Chain}
			rules[key] = append(rules[key], *item.Rule)
			w.rule(*item.Rule)
		}
	}
	for _, item := range document.Nftables {
		if c := item.Chain; c != nil && c.Hook != "" && c.Type == "filter" && ip(c.Family) {
			w.chain(*c, rules[[3]string{c.Family, c.Table, c.Name}])
		}
	}
	return nil
}

func (w *wall) rule(rule nftRule) {
	w.rules++
	w.front(rule.Table, rule.Chain, !iptablesTable(rule.Family, rule.Table, rule.Chain))
	if ip(rule.Family) && verdict(rule) == "accept" && onLoopback(rule) {
		w.loopback = true
	}
}

// chain counts a base chain. A last rule for every packet overrules the policy.
func (w *wall) chain(c nftChain, list []nftRule) {
	last := ""
	for _, rule := range list { // what holds for every packet leaves nothing to the rules behind it
		if last = verdict(rule); unconditional(rule) && last != "" {
			break
		}
		last = ""
	}
	if c.Policy == "drop" {
		w.front(c.Table, c.Name, !iptablesTable(c.Family, c.Table, c.Name))
	}
	w.base(c.Family, c.Hook, ends(c.Policy, last), len(list))
}

// ends says whether a packet that no rule took is dropped, by the policy and the verdict of a last rule that
// holds for every packet.
func ends(policy, last string) bool {
	switch strings.ToLower(last) {
	case "drop", "reject":
		return true
	case "accept", "queue", "nfqueue": // a program decides, and may let it in
		return false
	}
	return strings.EqualFold(policy, "drop")
}

func ip(family string) bool { return family == "ip" || family == "ip6" || family == "inet" }

// iptablesTable says whether a table is one that iptables keeps in nftables.
func iptablesTable(family, table, chain string) bool {
	return (family == "ip" || family == "ip6") && slices.Contains([]string{"filter", "nat", "mangle", "raw", "security"}, table) &&
		chain != "" && (chain == strings.ToUpper(chain) || !slices.Contains([]string{"input", "forward", "output", "prerouting", "postrouting"}, chain))
}

// verdict is what a rule does with a packet, or "".
func verdict(rule nftRule) string {
	for _, expression := range rule.Expr {
		for _, name := range []string{"accept", "drop", "reject", "jump", "goto", "return", "queue"} {
			if _, ok := expression[name]; ok {
				return name
			}
		}
		if text, ok := expression["xt"]; ok && strings.Contains(string(text), "REJECT") {
			return "reject"
		}
	}
	return ""
}

// unconditional says whether a rule holds for every packet.
func unconditional(rule nftRule) bool {
	for _, expression := range rule.Expr {
		for name, body := range expression {
			switch name {
			case "counter", "log", "accept", "drop", "reject", "return", "queue", "comment":
			case "xt":
				if !strings.Contains(string(body), `"target"`) {
					return false
				}
			default:
				return false
			}
		}
	}
	return true
}

// onLoopback says whether a rule holds for all that comes in on lo.
func onLoopback(rule nftRule) bool {
	matched := false
	for _, expression := range rule.Expr {
		for name, body := range expression {
			switch name {
			case "counter", "log", "accept", "comment":
				continue
			case "match":
				var m struct {
					Op   string
					Left struct{ Meta struct{ Key string } }
					// Right is a name for an interface; anything else is no loopback.
					Right any
				}
				if json.Unmarshal(body, &m) != nil || m.Right != "lo" || m.Op != "==" && m.Op != "in" ||
					m.Left.Meta.Key != "iifname" && m.Left.Meta.Key != "iif" {
					return false
				}
				matched = true
			default:
				return false
			}
		}
	}
	return matched
}

// A saved is the filter table of iptables-save(8).
type saved struct {
	policies map[string]string     // of the base chains
	lists    map[string][][]string // the words of each chain's rules
}

// ruleComment is the match that only carries a comment.
var ruleComment = regexp.MustCompile(` -m comment --comment (?:"(?:[^"\\]|\\.)*"|\S+)`)

// iptables reads iptables-save(8).
func (w *wall) iptables(text string, six bool) {
	family := "ip"
	if six {
		family = "ip6"
	}
	filter := w.saved(text)
	for _, chain := range sortedKeys(filter.policies) {
		list, last := filter.lists[chain], ""
		for _, rule := range list {
			if len(rule) >= 2 && rule[0] == "-j" && slices.Contains([]string{"ACCEPT", "DROP", "REJECT", "QUEUE", "NFQUEUE", "RETURN"}, rule[1]) {
				last = rule[1]
				break
			}
		}
		w.base(family, strings.ToLower(chain), ends(filter.policies[chain], last), len(list))
	}
}

// saved counts the rules of all tables and returns those of the filter.
func (w *wall) saved(text string) saved {
	out := saved{map[string]string{}, map[string][][]string{}}
	table := ""
	lines(text, func(_ int, line string) {
		word := strings.Fields(ruleComment.ReplaceAllString(line, " "))
		switch {
		case strings.HasPrefix(line, "*"):
			table = strings.TrimSpace(line[1:])
		case strings.HasPrefix(line, ":") && len(word) >= 2:
			if table == "filter" && word[1] != "-" {
				out.policies[word[0][1:]] = word[1]
			}
			if word[1] == "DROP" {
				w.front(table, word[0][1:], false)
			}
		case len(word) >= 2 && word[0] == "-A":
			w.rules++
			w.front(table, word[1], false)
			if table == "filter" {
				out.lists[word[1]] = append(out.lists[word[1]], word[2:])
				w.loopback = w.loopback || strings.Join(word[2:], " ") == "-i lo -j ACCEPT"
			}
		}
	})
	return out
}
