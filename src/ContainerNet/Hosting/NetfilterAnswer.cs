namespace ContainerNet.Hosting;

/// <summary>Takes one answer of netfilter.</summary>
/// <param name="family">NFPROTO_...</param>
/// <param name="attributes">The attributes; they hold only during the call.</param>
public delegate void NetfilterAnswer(byte family, ReadOnlySpan<byte> attributes);
