using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Paths.Visits;

public sealed class AnswerChangesTests
{
    private static readonly VisitRequest s_request = new(new Uri("https://shop.test:8443/app/"), []);

    [Theory]
    [InlineData("off", "off", "/login", "/login")]
    [InlineData("default", "off", "/login", "/login")]
    [InlineData("/", "/app/", "/login", "https://shop.test/app/login")]
    [InlineData("/", "/app/", "login", "login")]
    [InlineData("http://shop.test/", "/app/", "http://shop.test/login", "https://shop.test/app/login")]
    [InlineData("$scheme://$http_host/", "/app/", "https://shop.test:8443/x", "https://shop.test/app/x")]
    [InlineData("/old/", "https://new.test/", "/old/x", "https://new.test/x")]
    public void Location_IsChangedAsNginxDoes(string from, string to, string value, string expected) =>
        Assert.Equal(expected, AnswerChanges.Location(value, new IngressOptions { ProxyRedirectFrom = from, ProxyRedirectTo = to }, s_request));

    [Theory]
    [InlineData("off", "off", "a=1; Path=/internal", "a=1; Path=/internal")]
    [InlineData("/internal /app", "off", "a=/internal; Path=/internal/x; Secure", "a=/internal; Path=/app/x; Secure")]
    [InlineData("/ /app/", "off", "a=1; path=/; HttpOnly", "a=1; path=/app/; HttpOnly")]
    [InlineData("/internal /app", "off", "a=1", "a=1")]
    [InlineData("~/internal /", "off", "a=1; Path=/internal/x; Secure", "a=1; Path=/; Secure")]
    [InlineData("~*/INTERNAL /app", "off", "a=1; Path=/internal", "a=1; Path=/app")]
    [InlineData("~^/other /", "off", "a=1; Path=/internal", "a=1; Path=/internal")]
    [InlineData("~^/(.*)$ /$1", "off", "a=1; Path=/internal", "a=1; Path=/internal")]
    [InlineData("off", "shop.internal shop.test", "a=1; Domain=.shop.internal", "a=1; Domain=shop.test")]
    public void Cookie_IsChangedAsNginxDoes(string path, string domain, string value, string expected) =>
        Assert.Equal(expected, AnswerChanges.Cookie(value, new IngressOptions { CookiePath = path, CookieDomain = domain }));
}
