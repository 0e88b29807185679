using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ContainerNet.Hosting;

namespace ContainerNet.Probes.WebSockets;

/// <summary>Certificates that nobody trusts.</summary>
internal static class TestCertificate
{
    public static DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>Leaves one for chat.example and its key in cert.pem and key.pem.</summary>
    public static void Write(TemporaryFolder folder)
    {
        using X509Certificate2 certificate = Make("chat.example");
        using RSA key = certificate.GetRSAPrivateKey()!;
        File.WriteAllText(folder.In("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.In("key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    public static X509Certificate2 Make(string name, int from = -1, int to = 30, string? issuer = null)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset start = Now.AddDays(from), end = Now.AddDays(to);
        if (issuer is null)
        {
            return request.CreateSelfSigned(start, end);
        }

        using RSA issuerKey = RSA.Create(2048);
        CertificateRequest authority = new(issuer, issuerKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using X509Certificate2 parent = authority.CreateSelfSigned(start.AddDays(-1), end.AddDays(1));
        using X509Certificate2 child = request.Create(parent, start, end, [1, 2, 3, 4]);
        return child.CopyWithPrivateKey(key);
    }
}
