namespace ContainerNet.Sources.Netfilter;

/// <summary>How nft writes a value.</summary>
internal enum NftStyle
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>In quotes: names of interfaces, groups, helpers, times.</summary>
    Quoted,

    /// <summary>Numbers with eight hexadecimal digits: marks.</summary>
    Hex,
}
