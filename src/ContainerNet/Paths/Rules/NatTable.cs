namespace ContainerNet.Paths.Rules;

/// <summary>A map from keys to where a translation leads.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Targets">For each element of the keys.</param>
/// <param name="Modulus">For a number that the kernel draws, how many there are; 0 otherwise.</param>
internal sealed record NatTable(KeyTable Keys, NatTarget[] Targets, int Modulus);
