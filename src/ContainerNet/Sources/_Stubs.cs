#pragma warning disable
using ContainerNet.Hosting; using ContainerNet.Model;
namespace ContainerNet.Sources.Netfilter { public static class FirewallReader { public static Task<Reading<IReadOnlyList<FirewallChain>>> ReadAsync(IHost h, FactKinds k, CancellationToken c) => Task.FromResult(new Reading<IReadOnlyList<FirewallChain>>([], [])); } }
namespace ContainerNet.Sources.Firewalld { public static class FirewalldReader { public static Task<Reading<ContainerNet.Model.Firewalld?>> ReadAsync(IHost h, CancellationToken c) => Task.FromResult(new Reading<ContainerNet.Model.Firewalld?>(null, [])); } }
namespace ContainerNet.Sources.Systemd { public static class UnitReader { public static Task<Reading<IReadOnlyList<SystemdUnit>>> ReadAsync(IHost h, CancellationToken c) => Task.FromResult(new Reading<IReadOnlyList<SystemdUnit>>([], [])); }
public static class JournalReader { public static Task<Reading<IReadOnlyList<JournalEntry>>> ReadAsync(IHost h, DateTimeOffset around, TimeSpan before, TimeSpan after, IReadOnlyList<string> units, CancellationToken c) => Task.FromResult(new Reading<IReadOnlyList<JournalEntry>>([], [])); } }
