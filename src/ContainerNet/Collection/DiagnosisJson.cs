using System.Text.Json;
using ContainerNet.Checks;

namespace ContainerNet.Collection;

/// <summary>A diagnosis as JSON: Host, CollectedAt, Findings and Gaps, with the names of the records.</summary>
public static class DiagnosisJson
{
    /// <summary>Writes it as UTF-8.</summary>
    public static byte[] Write(Diagnosis diagnosis) =>
        JsonSerializer.SerializeToUtf8Bytes(diagnosis, DiagnosisJsonContext.Default.Diagnosis);
}
