# Certificates that are brought along: the test makes them and their keys, so no plan that is kept here has them.

resource "aws_acm_certificate" "own" {
  certificate_body = file("${path.module}/cert.pem")
  private_key      = file("${path.module}/key.pem")
}

resource "aws_iam_server_certificate" "own" {
  name             = "assize-own"
  certificate_body = file("${path.module}/cert.pem")
  private_key      = file("${path.module}/key.pem")
}

resource "aws_lb_listener" "secure" {
  load_balancer_arn = aws_lb.front.arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = aws_acm_certificate.own.arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
