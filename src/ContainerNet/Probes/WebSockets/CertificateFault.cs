using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ContainerNet.Probes.WebSockets;

/// <summary>What is wrong with the certificate of a server, in words.</summary>
internal static class CertificateFault
{
    private const int NamesShown = 4, NameLimit = 80;

    /// <summary>The faults; null when there are none.</summary>
    /// <param name="certificate">What the server sent.</param>
    /// <param name="chain">How far it leads to somebody who is trusted.</param>
    /// <param name="errors">What the runtime objects to.</param>
    /// <param name="host">The name that it has to be for.</param>
    /// <param name="now">The time that it has to be good at, UTC.</param>
    public static string? Of(
        X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, string host, DateTime now)
    {
        if (errors == SslPolicyErrors.None)
        {
            return null;
        }

        if (certificate is null)
        {
            return "the server sent no certificate";
        }

        List<string> faults = [];
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            faults.Add($"it is for {NamesOf(certificate)}, and not for {host}");
        }

        X509ChainStatusFlags flags = (chain?.ChainStatus ?? []).Aggregate(
            X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        faults.AddRange(FaultsOf(flags, certificate, now));
        return faults.Count > 0 ? $"the certificate is not valid: {string.Join("; ", faults)}" : $"{errors}";
    }

    private static IEnumerable<string> FaultsOf(X509ChainStatusFlags flags, X509Certificate2 certificate, DateTime now)
    {
        if (flags.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            yield return now > certificate.NotAfter.ToUniversalTime() ? $"it expired on {Day(certificate.NotAfter)}"
                : now < certificate.NotBefore.ToUniversalTime() ? $"it is not valid before {Day(certificate.NotBefore)}"
                : "a certificate that vouches for it has expired";
        }

        const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;
        if ((flags & Untrusted) != X509ChainStatusFlags.NoError)
        {
            yield return IsSelfSigned(certificate)
                ? "it is signed by itself, and not trusted on this host"
                : $"nobody whom this host trusts vouches for its issuer {Short(certificate.Issuer)}"
                    + (flags.HasFlag(X509ChainStatusFlags.PartialChain) ? ", or the server leaves certificates in between out" : "");
        }

        X509ChainStatusFlags other = flags & ~(Untrusted | X509ChainStatusFlags.NotTimeValid);
        if (other != X509ChainStatusFlags.NoError)
        {
            yield return $"{other}";
        }
    }

    private static bool IsSelfSigned(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static string NamesOf(X509Certificate2 certificate)
    {
        List<string> names = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => $"{a}")))
            .Take(NamesShown + 1)
            .Select(Short)];
        if (names.Count == 0)
        {
            return Short(certificate.Subject);
        }

        return string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? " ..." : "");
    }

    private static string Day(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Short(string name) => ProbeText.Printable(name, NameLimit);
}
