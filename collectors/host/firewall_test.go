package host

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors/kinds/linux"
)

// nftSample is what nft -j says of a ruleset with a dropping inet table of its own.
const nftSample = `{"nftables":[{"metainfo":{"version":"1.0.6","json_schema_version":1}},
{"table":{"family":"inet","name":"own","handle":1}},
{"chain":{"family":"inet","table":"own","name":"in","handle":1,"type":"filter","hook":"input","prio":0,"policy":"drop"}},
{"chain":{"family":"inet","table":"own","name":"out","handle":2,"type":"filter","hook":"output","prio":0,"policy":"accept"}},
{"rule":{"family":"inet","table":"own","chain":"in","handle":3,"expr":[{"match":{"op":"==","left":{"meta":{"key":"iifname"}},"right":"lo"}},{"counter":{"packets":0,"bytes":0}},{"accept":null}]}},
{"rule":{"family":"inet","table":"own","chain":"in","handle":4,"expr":[{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":22}},{"accept":null}]}}]}`

// ufwSample is what nft -j says of a host on which ufw works through iptables.
const ufwSample = `{"nftables":[
{"chain":{"family":"ip","table":"filter","name":"INPUT","type":"filter","hook":"input","prio":0,"policy":"accept"}},
{"chain":{"family":"ip","table":"filter","name":"ufw-before-input"}},
{"rule":{"family":"ip","table":"filter","chain":"ufw-before-input","expr":[{"match":{"op":"==","left":{"meta":{"key":"iifname"}},"right":"lo"}},{"accept":null}]}},
{"rule":{"family":"ip","table":"filter","chain":"INPUT","expr":[{"counter":{}},{"jump":{"target":"ufw-before-input"}}]}},
{"rule":{"family":"ip","table":"filter","chain":"INPUT","expr":[{"counter":{}},{"drop":null}]}},
{"chain":{"family":"bridge","table":"b","name":"x","type":"filter","hook":"input","prio":0,"policy":"drop"}}]}`

func TestFirewall(t *testing.T) {
	for _, c := range []struct {
		name, nft, iptables string
		six                 bool
		want                linux.Firewall
	}{
		{name: "nothing", nft: `{"nftables":[{"metainfo":{}}]}`, want: linux.Firewall{Chains: map[string]linux.FirewallChain{}, ChainsIPv6: map[string]linux.FirewallChain{}}},
		{name: "an inet table", nft: nftSample, want: linux.Firewall{
			Backends:         []string{"nftables"},
			Chains:           map[string]linux.FirewallChain{"input": {Policy: "drop", Rules: 2}, "output": {Policy: "accept"}},
			ChainsIPv6:       map[string]linux.FirewallChain{"input": {Policy: "drop", Rules: 2}, "output": {Policy: "accept"}},
			LoopbackAccepted: true, RuleCount: 2,
		}},
		{name: "ufw, closed by its last rule", nft: ufwSample, want: linux.Firewall{
			Backends:         []string{"iptables", "ufw"},
			Chains:           map[string]linux.FirewallChain{"input": {Policy: "drop", Rules: 2}},
			ChainsIPv6:       map[string]linux.FirewallChain{},
			LoopbackAccepted: true, RuleCount: 3,
		}},
		{name: "legacy iptables, IPv6", six: true, iptables: "*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n:own - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -j own\n-A FORWARD -j REJECT --reject-with x\nCOMMIT\n",
			want: linux.Firewall{
				Backends: []string{"iptables"}, Chains: map[string]linux.FirewallChain{},
				ChainsIPv6:       map[string]linux.FirewallChain{"input": {Policy: "drop", Rules: 2}, "forward": {Policy: "drop", Rules: 1}},
				LoopbackAccepted: true, RuleCount: 3,
			}},
		{name: "a closed table that lets all through at its end", iptables: "*filter\n:INPUT DROP [0:0]\n-A INPUT -j ACCEPT\nCOMMIT\n",
			want: linux.Firewall{
				Backends: []string{"iptables"}, ChainsIPv6: map[string]linux.FirewallChain{},
				Chains: map[string]linux.FirewallChain{"input": {Policy: "accept", Rules: 1}}, RuleCount: 1,
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := wall{chains: map[string]*hookChain{}, six: map[string]*hookChain{}, backends: map[string]bool{}}
			if c.nft != "" {
				if err := w.nftables(c.nft); err != nil {
					t.Fatal(err)
				}
			}
			w.iptables(c.iptables, c.six)
			if diff := cmp.Diff(c.want, w.facts()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAFirewallToolThatIsMissingIsNotNoFirewall(t *testing.T) {
	reading := func(builtin, loaded string) *reading {
		r := newReading()
		r.sections["nft"] = &section{state: "missing"}
		r.sections["netfilter.loaded"] = &section{state: "0", text: loaded}
		r.files["/proc/sys/kernel/osrelease"] = &file{state: "ok", text: "6.1"}
		r.files["/lib/modules/6.1/modules.builtin"] = &file{state: "ok", text: builtin}
		return r
	}
	for _, c := range []struct {
		builtin, loaded string
		possible        bool
	}{{"kernel/fs/ext4.ko", "", false}, {"kernel/net/netfilter/nf_tables.ko", "", true}, {"kernel/fs/ext4.ko", "nf_tables", true}} {
		if got := tablesPossible(reading(c.builtin, c.loaded), "nf_tables"); got != c.possible {
			t.Errorf("builtin %q, loaded %q: %t", c.builtin, c.loaded, got)
		}
	}
}
