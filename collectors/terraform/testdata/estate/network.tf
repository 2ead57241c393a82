resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_security_group" "inline" {
  name        = "assize-inline"
  description = "rules of its own"
  vpc_id      = aws_vpc.main.id
  ingress {
    description = "administration"
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0", "10.0.0.0/8"]
  }
  egress {
    protocol         = "-1"
    from_port        = 0
    to_port          = 0
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_security_group" "split" {
  name   = "assize-split"
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group_rule" "split" {
  for_each          = { web = 443, database = 5432 }
  type              = "ingress"
  security_group_id = aws_security_group.split.id
  protocol          = "tcp"
  from_port         = each.value
  to_port           = each.value
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_vpc_security_group_ingress_rule" "split" {
  security_group_id = aws_security_group.split.id
  ip_protocol       = "tcp"
  from_port         = 3389
  to_port           = 3389
  cidr_ipv6         = "::/0"
}

resource "aws_vpc_security_group_egress_rule" "split" {
  security_group_id            = aws_security_group.split.id
  ip_protocol                  = "-1"
  referenced_security_group_id = aws_security_group.inline.id
}

resource "aws_security_group" "quiet" {
  name   = "assize-quiet"
  vpc_id = aws_vpc.main.id
}

resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
}
