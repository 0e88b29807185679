namespace ContainerNet.Hosting;

/// <summary>Keeps what a setting was before it is changed for a while, so that it can be put back after a power cut
/// too.</summary>
public interface ISettingJournal
{
    /// <summary>Writes it down durably; called before the change.</summary>
    /// <returns>The record's identifier.</returns>
    /// <exception cref="ContainerNetException">It could not be written, so nothing may be changed.</exception>
    string Begin(SettingChange change);

    /// <summary>The setting is as it was before: the record has done its work.</summary>
    /// <param name="id">The record's identifier.</param>
    void End(string id);
}
