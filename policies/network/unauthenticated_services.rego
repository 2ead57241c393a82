# METADATA
# scope: package
# title: No service that trusts everybody can be reached over the network
# description: >-
#   These programs ask for no password as they come. On the network each of them gives away all its data, or the
#   whole machine, and they are found within hours.
# schemas:
#   - input: schema["linux.socket"]
# related_resources:
#   - ref: https://docs.docker.com/engine/security/protect-access/
#   - ref: https://redis.io/docs/latest/operate/oss_and_stack/management/security/
# custom:
#   severity: critical
#   controls:
#     nist-800-53-r5: [AC-3, IA-2, SC-7]
#     iso-27001-2022: [A.8.5, A.8.20]
#     cis-controls-v8.1: ["4.8", "4.4"]
#   remediation: >-
#     Bind the service to 127.0.0.1 or to a private network with a packet filter in front, and turn its authentication
#     and TLS on; then accept the port by a waiver.
package policies.network.unauthenticated_services

_services := {
	"tcp/2375": "the Docker API",
	"tcp/2379": "etcd",
	"tcp/5984": "CouchDB",
	"tcp/6379": "Redis",
	"tcp/9200": "Elasticsearch",
	"tcp/10255": "the open kubelet port",
	"tcp/11211": "memcached",
	"udp/11211": "memcached",
	"tcp/27017": "MongoDB",
}

applicable if not input.loopback

fail contains {"message": sprintf("%s can be reached over the network, and trusts everybody by default", [name]), "path": "port", "expected": "no such service on the network"} if {
	not input.loopback
	name := _services[sprintf("%s/%d", [input.protocol, input.port])]
}
