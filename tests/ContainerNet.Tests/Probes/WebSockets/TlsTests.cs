using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ContainerNet.Hosting;

namespace ContainerNet.Probes.WebSockets;

/// <summary>TLS that holds, TLS that does not, and ports that speak something else.</summary>
[Collection(Alone.Name)]
public sealed class TlsTests(WebSocketPlace place) : IClassFixture<WebSocketPlace>
{
    private static readonly DateTimeOffset s_now = TestCertificate.Now;

    [RootFact("unshare", "nsenter", "ip")]
    public async Task CertificateThatNobodyVouchesFor_IsSaid()
    {
        WebSocketTest test = await TestAsync(Secure(TestCertificate.Make("chat.example")));
        Assert.Equal(
            (WebSocketState.TlsFailed, "the certificate is not valid: it is signed by itself, and not trusted on this host"),
            (test.State, test.Detail));
        Assert.Contains("-SkipCertificateCheck", test.Reason, StringComparison.Ordinal);

        test = await TestAsync(Secure(TestCertificate.Make("chat.example", issuer: "CN=The Company CA")));
        Assert.Equal(WebSocketState.TlsFailed, test.State);
        Assert.Contains("vouches for its issuer CN=The Company CA", test.Detail, StringComparison.Ordinal);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task CertificateForAnotherNameOrTime_IsSaid()
    {
        WebSocketTest test = await TestAsync(Secure(TestCertificate.Make("other.example")));
        Assert.Contains("it is for other.example, and not for chat.example;", test.Detail, StringComparison.Ordinal);
        test = await TestAsync(Secure(TestCertificate.Make("chat.example", from: -40, to: -10)));
        Assert.Contains($"it expired on {s_now.AddDays(-10):yyyy-MM-dd}", test.Detail, StringComparison.Ordinal);
        test = await TestAsync(Secure(TestCertificate.Make("chat.example", from: 10, to: 40)));
        Assert.Contains($"it is not valid before {s_now.AddDays(10):yyyy-MM-dd}", test.Detail, StringComparison.Ordinal);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task CertificateThatIsAccepted_IsNotedAndTheRestGoesOn()
    {
        int port = Secure(TestCertificate.Make("other.example"));
        WebSocketTest test = await WebSocketProber.TestAsync(
            place.Probe(port, "wss") with { SkipCertificateCheck = true, Exchange = WebSocketExchange.Echo, Idle = TimeSpan.FromSeconds(0.2) },
            CancellationToken.None);
        Assert.Equal((WebSocketState.Open, "Tls13", 1000), (test.State, test.Tls, test.CloseCode));
        Assert.StartsWith("Accepted all the same: the certificate is not valid: it is for other.example", test.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void CertificateThatIsTrusted_HasNoFault()
    {
        using X509Certificate2 certificate = TestCertificate.Make("chat.example");
        Assert.Null(CertificateFault.Of(certificate, null, SslPolicyErrors.None, "chat.example", s_now.UtcDateTime));
        Assert.Equal(
            "the server sent no certificate",
            CertificateFault.Of(null, null, SslPolicyErrors.RemoteCertificateNotAvailable, "chat.example", s_now.UtcDateTime));
        Assert.Equal(
            "the certificate is not valid: it is for chat.example, and not for a.example",
            CertificateFault.Of(certificate, null, SslPolicyErrors.RemoteCertificateNameMismatch, "a.example", s_now.UtcDateTime));
    }

    [RootTheory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "answers in plain HTTP: HTTP/1.1 400 Bad Request", "use ws://")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "answers, but not in TLS: SSH-2.0-OpenSSH_9.2", "another protocol")]
    [InlineData("\x15\x03\x03\x00\x02\x02\x46", "refuses by a TLS alert: protocol version (70)", "only versions of TLS")]
    [InlineData("\x15\x03\x03\x00\x02\x02\x70", "refuses by a TLS alert: unrecognized name (112)", "No virtual host")]
    public async Task PortWithoutTls_IsTlsFailedAndSaysWhatSpeaks(string reply, string detail, string reason)
    {
        int port = place.Serve(async (stream, stop) =>
        {
            await stream.ReadExactlyAsync(new byte[1], stop);
            await stream.WriteAsync(TestServer.Bytes(reply), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        WebSocketTest test = await TestAsync(port);
        Assert.Equal((WebSocketState.TlsFailed, detail), (test.State, test.Detail));
        Assert.Contains(reason, test.Reason, StringComparison.Ordinal);
    }

    [RootFact("unshare", "nsenter", "ip")]
    public async Task PortThatEndsTheHandshake_IsSaid()
    {
        WebSocketTest test = await TestAsync(place.Serve(async (stream, stop) =>
        {
            await stream.ReadExactlyAsync(new byte[1], stop);
            stream.Socket.Shutdown(SocketShutdown.Send);
            await Task.Delay(Timeout.Infinite, stop);
        }));
        Assert.Equal((WebSocketState.ClosedEarly, "closed without an answer to the TLS handshake"), (test.State, test.Detail));
        test = await TestAsync(place.Serve(async (stream, stop) =>
        {
            await stream.ReadExactlyAsync(new byte[1], stop);
            TestServer.Reset(stream);
        }));
        Assert.Equal(WebSocketState.Reset, test.State);
        test = await WebSocketProber.TestAsync(
            place.Probe(place.Serve((_, stop) => Task.Delay(Timeout.Infinite, stop)), "wss", seconds: 0.3), CancellationToken.None);
        Assert.Equal((WebSocketState.NoAnswer, "accepted, and no answer to the TLS handshake within 0.3 s"), (test.State, test.Detail));
    }

    [RootFact("unshare", "nsenter", "ip", "openssl")]
    public async Task ServerThatWantsACertificateOfTheClient_SaysSo()
    {
        using TemporaryFolder folder = new();
        TestCertificate.Write(folder);
        int port = place.NextPort();
        await place.StartAsync(
            port, "openssl", "s_server", "-accept", $"{port}", "-cert", folder.In("cert.pem"), "-key", folder.In("key.pem"),
            "-Verify", "1", "-verify_return_error", "-quiet");
        WebSocketTest test = await WebSocketProber.TestAsync(
            place.Probe(port, "wss") with { SkipCertificateCheck = true }, CancellationToken.None);
        Assert.Equal((WebSocketState.TlsFailed, "Tls13"), (test.State, test.Tls));
        Assert.EndsWith("alert certificate required", test.Detail, StringComparison.Ordinal);
        Assert.Contains("certificate of the client", test.Reason, StringComparison.Ordinal);
    }

    private Task<WebSocketTest> TestAsync(int port) => WebSocketProber.TestAsync(place.Probe(port, "wss"), CancellationToken.None);

    private int Secure(X509Certificate2 certificate) => place.Serve(async (stream, stop) =>
    {
        await using SslStream secure = new(stream);
        try
        {
            await secure.AuthenticateAsServerAsync(certificate);
        }
        catch (AuthenticationException)
        {
            return;
        }

        await TestServer.UpgradeAsync(secure);
        await TestServer.EchoAsync(secure, stop);
    });
}
