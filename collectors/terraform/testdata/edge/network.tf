resource "aws_vpc" "near" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_vpc" "far" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_subnet" "near" {
  vpc_id     = aws_vpc.near.id
  cidr_block = "10.1.1.0/24"
}

resource "aws_route_table" "near" {
  vpc_id = aws_vpc.near.id
}

resource "aws_vpc_peering_connection" "wide" {
  vpc_id      = aws_vpc.near.id
  peer_vpc_id = aws_vpc.far.id
  auto_accept = true
}

resource "aws_route" "wide" {
  route_table_id            = aws_route_table.near.id
  destination_cidr_block    = "10.2.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection.wide.id
}

resource "aws_network_acl" "inline" {
  vpc_id     = aws_vpc.near.id
  subnet_ids = [aws_subnet.near.id]
  ingress {
    rule_no    = 200
    action     = "deny"
    protocol   = "tcp"
    from_port  = 22
    to_port    = 22
    cidr_block = "0.0.0.0/0"
  }
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }
}

resource "aws_network_acl" "rules" {
  vpc_id = aws_vpc.far.id
}

resource "aws_network_acl_rule" "https" {
  network_acl_id = aws_network_acl.rules.id
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "tcp"
  from_port      = 443
  to_port        = 443
  cidr_block     = "0.0.0.0/0"
}

resource "aws_eip" "idle" {
  domain = "vpc"
}

resource "aws_eip" "held" {
  domain = "vpc"
}

resource "aws_instance" "web" {
  ami           = "ami-12c6146b"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.near.id
}

resource "aws_eip_association" "held" {
  allocation_id = aws_eip.held.id
  instance_id   = aws_instance.web.id
}

resource "aws_lb_target_group" "empty" {
  name     = "assize-empty"
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.near.id
}

resource "aws_lb_target_group" "web" {
  name     = "assize-web"
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.near.id
}

resource "aws_lb_target_group_attachment" "web" {
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = aws_instance.web.id
}

resource "aws_subnet" "other" {
  vpc_id            = aws_vpc.near.id
  cidr_block        = "10.1.2.0/24"
  availability_zone = "eu-central-1b"
}

resource "aws_lb" "front" {
  name     = "assize-front"
  internal = true
  subnets  = [aws_subnet.near.id, aws_subnet.other.id]
}

resource "aws_lb_listener" "front" {
  load_balancer_arn = aws_lb.front.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.empty.arn
  }
}
