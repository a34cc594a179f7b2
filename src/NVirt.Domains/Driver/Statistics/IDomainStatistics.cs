namespace NVirt.Domains.Driver.Statistics;

/// <summary>What a driver also has that counts what its guests do.</summary>
public interface IDomainStatistics
{
    /// <summary>What was counted for a domain.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="parts">What is asked for; the less, the quicker.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The counts; of a domain that does not run, or does not answer, only what can be told without it.</returns>
    /// <exception cref="DomainException">There is no such domain.</exception>
    public Task<DomainStatistics> GetStatisticsAsync(
        DomainReference domain, DomainStatisticsParts parts = DomainStatisticsParts.All, CancellationToken cancellation = default);
}
