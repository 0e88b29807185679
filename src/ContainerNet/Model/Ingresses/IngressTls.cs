using ContainerNet.Model.Yaml;

namespace ContainerNet.Model.Ingresses;

/// <summary>Hosts that a certificate is for.</summary>
/// <param name="Hosts">The hosts.</param>
/// <param name="SecretName">The secret with the certificate; "" where none is named.</param>
/// <param name="Place">Where it stands.</param>
public sealed record IngressTls(IReadOnlyList<string> Hosts, string SecretName, YamlPlace Place);
