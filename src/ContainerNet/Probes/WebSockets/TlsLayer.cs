using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ContainerNet.Probes.WebSockets;

/// <summary>TLS as a browser would start it, and what is wrong where it cannot.</summary>
internal static class TlsLayer
{
    /// <summary>Agrees on TLS.</summary>
    /// <param name="stream">The connection, which has been silent so far.</param>
    /// <param name="host">The name that the certificate has to be for.</param>
    /// <param name="isAnyAccepted">Go on with a certificate that is not valid?</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The stream, and what is wrong with the certificate that was accepted all the same.</returns>
    /// <exception cref="WebSocketFailureException">TlsFailed, ClosedEarly.</exception>
    public static async Task<(SslStream Stream, string? Fault)> OpenAsync(
        FirstBytesStream stream, string host, bool isAnyAccepted, CancellationToken cancellationToken)
    {
        string? fault = null;
        SslStream secure = new(stream);
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = host,
            ApplicationProtocols = [SslApplicationProtocol.Http11],

            // Missing certificates would be fetched from this host's network and not from where the probe stands.
            CertificateChainPolicy = new X509ChainPolicy
            {
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                fault = CertificateFault.Of(
                    certificate as X509Certificate2, chain, errors, host, TimeProvider.System.GetUtcNow().UtcDateTime);
                return fault is null || isAnyAccepted;
            },
        };
        try
        {
            await secure.AuthenticateAsClientAsync(options, cancellationToken);
            return (secure, fault);
        }
        catch (Exception e) when (e is AuthenticationException || (e is IOException && e.InnerException is not SocketException))
        {
            await secure.DisposeAsync();
            throw Failure(stream, e, fault);
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    /// <summary>The innermost words of an exception: what OpenSSL says.</summary>
    public static string WordsOf(Exception error) => ProbeText.Printable(error.GetBaseException().Message, 160);

    private static WebSocketFailureException Failure(FirstBytesStream stream, Exception error, string? fault)
    {
        if (fault is not null)
        {
            return new(WebSocketState.TlsFailed, fault, CertificateMeaning);
        }

        if (stream.Received == 0)
        {
            return new(WebSocketState.ClosedEarly, "closed without an answer to the TLS handshake");
        }

        return ForeignSpeech.InsteadOfTls(stream.First) ?? new(WebSocketState.TlsFailed, WordsOf(error));
    }

    private const string CertificateMeaning =
        "Browsers end here, and tell the page no reason. -SkipCertificateCheck goes on all the same.";
}
