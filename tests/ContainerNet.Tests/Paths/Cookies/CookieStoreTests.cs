namespace ContainerNet.Paths.Cookies;

public sealed class CookieStoreTests
{
    private static readonly DateTimeOffset s_now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("http://shop.test/app/login", "sid=1", "http://shop.test/app/x", "")]
    [InlineData("http://shop.test/app/login", "sid=1", "http://shop.test/app", "")]
    [InlineData("http://shop.test/app/login", "sid=1", "http://shop.test/", "its path /app does not cover /")]
    [InlineData("http://shop.test/app/login", "sid=1", "http://shop.test/apple", "its path /app does not cover /apple")]
    [InlineData("http://shop.test/login", "sid=1; Path=/internal", "http://shop.test/app/x", "its path /internal does not cover /app/x")]
    [InlineData("http://shop.test/app/login", "sid=1; Path=/", "http://shop.test/x", "")]
    [InlineData("http://shop.test/app/login", "sid=1; Path=/app/", "http://shop.test/app", "its path /app/ does not cover /app")]
    [InlineData("http://shop.test/app/login", "sid=1; Path=app", "http://shop.test/app", "")]
    [InlineData("http://shop.test/app", "sid=1; Path=/app(/|$)(.*)", "http://shop.test/app/x", "its path /app(/|$)(.*) does not cover /app/x")]
    [InlineData("http://shop.test/", "sid=1", "http://www.shop.test/", "it is for shop.test alone")]
    [InlineData("http://shop.test/", "sid=1; Domain=shop.test", "http://www.shop.test/", "")]
    [InlineData("http://www.shop.test/", "sid=1; Domain=.shop.test", "http://shop.test/", "")]
    [InlineData("https://shop.test/", "sid=1; Secure", "http://shop.test/", "it is Secure, and this is HTTP")]
    [InlineData("https://shop.test/", "sid=1; Secure", "wss://shop.test/ws", "")]
    [InlineData("http://localhost:8080/", "sid=1; Secure", "http://localhost:9090/", "")]
    [InlineData("https://shop.test/", "sid=1; Max-Age=0", "https://shop.test/", null)]
    [InlineData("https://shop.test/", "sid=1; Expires=Mon, 01-Jan-24 00:00:00 GMT", "https://shop.test/", null)]
    [InlineData("https://shop.test/", "sid=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT", "https://shop.test/", "")]
    [InlineData("https://shop.test/", "sid=1; Expires=never", "https://shop.test/", "")]
    public void Cookie_GoesAlong_OrIsWithheldWithAReason(string setBy, string header, string asked, string? reason)
    {
        CookieStore store = new();

        Assert.Equal("", store.Take(header, new Uri(setBy), s_now).Refusal);
        CookieAnswer answer = store.For(new CookieRequest { Url = new Uri(asked), Now = s_now });

        Assert.Equal(reason == "" ? "sid=1" : "", answer.Header);
        Assert.Equal(reason is null or "" ? [] : [reason], answer.Withheld.Select(w => w.Reason));
    }

    [Theory]
    [InlineData("http://shop.test/", "sid=1; Secure", "it is Secure, and the answer came over HTTP")]
    [InlineData("https://shop.test/", "sid=1; SameSite=None", "it is SameSite=None without Secure")]
    [InlineData("https://shop.test/", "sid=1; Domain=else.test", "its Domain else.test is not that of shop.test")]
    [InlineData("https://shop.test/", "sid=1; Domain=test", "its Domain test is a public one")]
    [InlineData("https://10.0.0.1/", "sid=1; Domain=0.0.1", "its Domain 0.0.1 is not that of 10.0.0.1")]
    [InlineData("https://shop.test/", "__Host-sid=1; Secure; Path=/app", "its name asks for Secure, Path=/ and no Domain")]
    [InlineData("https://shop.test/", "__Secure-sid=1", "its name asks for Secure")]
    [InlineData("https://shop.test/", "", "it has no name")]
    [InlineData("https://shop.test/", "=", "it has no name")]
    public void Cookie_ThatBrowsersRefuse_IsRefusedWithAReason(string url, string header, string reason)
    {
        CookieReading reading = new CookieStore().Take(header, new Uri(url), s_now);

        Assert.Equal((null, reason), (reading.Cookie, reading.Refusal));
    }

    [Theory]
    [InlineData("Lax", true, "GET", true)]
    [InlineData("Lax", true, "POST", false)]
    [InlineData("Lax", false, "GET", false)]
    [InlineData("Strict", true, "GET", false)]
    [InlineData("None; Secure", false, "GET", true)]
    [InlineData("", false, "GET", false)]
    public void OtherSites_GetACookieAsSameSiteSays(string sameSite, bool isNavigation, string method, bool isSent)
    {
        CookieStore store = new();
        store.Take($"sid=1; SameSite={sameSite}", new Uri("https://shop.test/"), s_now);

        CookieAnswer answer = store.For(new CookieRequest
        {
            Url = new Uri("https://shop.test/x"), Page = new Uri("https://else.example/"), IsNavigation = isNavigation, Method = method, Now = s_now,
        });

        Assert.Equal(isSent ? 1 : 0, answer.Sent.Count);
        Assert.Equal("sid=1", store.For(new CookieRequest { Url = new Uri("https://shop.test/x"), Page = new Uri("https://www.shop.test/"), IsNavigation = false, Now = s_now }).Header);
    }

    [Fact]
    public void LongerPaths_GoFirst_AndTheSameCookieTakesThePlaceOfItself()
    {
        CookieStore store = new();
        Uri url = new("https://shop.test/app/login");
        foreach (string header in (string[])["a=1; Path=/", "b=1; Path=/app", "a=2; Path=/", "c=1", "c=1; Max-Age=-1"])
        {
            store.Take(header, url, s_now);
        }

        Assert.Equal("b=1; a=2", store.For(new CookieRequest { Url = url, Now = s_now }).Header);
    }

    [Fact]
    public void Http_DoesNotTakeThePlaceOfASecureOne()
    {
        CookieStore store = new();
        store.Take("sid=1; Secure", new Uri("https://shop.test/"), s_now);

        Assert.Equal("there is a Secure one of that name, and the answer came over HTTP", store.Take("sid=2", new Uri("http://shop.test/"), s_now).Refusal);
    }

    [Fact]
    public void EndlessCookies_AreBounded()
    {
        CookieStore store = new();
        for (int i = 0; i < 2000; i++)
        {
            store.Take($"c{i}=1", new Uri("https://shop.test/"), s_now);
        }

        Assert.Equal(1000, store.Cookies.Count);
        Assert.Equal("it is longer than 4096 bytes", store.Take($"x={new string('y', 5000)}", new Uri("https://shop.test/"), s_now).Refusal);
    }
}
