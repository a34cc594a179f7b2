using NVirt.Fleet.Agent.State;

namespace NVirt.Fleet.Agent.Sending;

/// <summary>
/// What shows the service that a report is from its host: a token in a file, or one that an enrolment token was turned into. Files are read
/// each time, so a new token counts at once.
/// </summary>
internal sealed class HostCredentials(string? tokenFile, string? enrolmentFile, AgentFolder? folder)
{
    /// <summary>The token; <see langword="null"/> if a certificate is to do, or the host is not enrolled yet.</summary>
    /// <exception cref="AgentException">The file cannot be used.</exception>
    public string? Token => tokenFile is { } file ? SecretFile.ReadToken(file) : enrolmentFile is null ? null : folder?.ReadToken();

    /// <summary>What a token of its own is to be had for; <see langword="null"/> if it has one, or needs none.</summary>
    /// <exception cref="AgentException">The file cannot be used.</exception>
    public string? Enrolment => tokenFile is null && enrolmentFile is { } file && folder?.ReadToken() is null
        ? SecretFile.ReadToken(file) : null;

    /// <summary>Keeps the host's own token.</summary>
    /// <exception cref="AgentException">It cannot be kept.</exception>
    public void Keep(string token) => folder!.WriteToken(token);
}
