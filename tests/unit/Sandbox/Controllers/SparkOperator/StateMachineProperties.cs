using Portal.Sandbox.Controllers.SparkOperator;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.SparkOperator;

/// <summary>Random lives of applications, played against the state machine alone: the test does what the controller and the node would.</summary>
public sealed class StateMachineProperties
{
    private const int Lives = 400;
    private const int Steps = 200;

    private static readonly string[] Specs =
    [
        "{}",
        """{"restartPolicy": {"type": "OnFailure", "onFailureRetries": 2, "onFailureRetryInterval": 3, "onSubmissionFailureRetries": 2, "onSubmissionFailureRetryInterval": 3}}""",
        """{"restartPolicy": {"type": "Always", "onFailureRetryInterval": 1, "onSubmissionFailureRetryInterval": 1}}""",
        """{"restartPolicy": {"type": "OnFailure"}, "timeToLiveSeconds": 30}""",
    ];

    [Fact]
    public void Application_WhateverHappensToItsPods_AlwaysEndsOrHasSomethingToWaitFor()
    {
        var random = new Random(20261121);
        for (var life = 0; life < Lives; life++)
        {
            var player = new Player(random, Specs[life % Specs.Length]);
            for (var step = 0; step < Steps && !player.Deleted; step++)
            {
                player.Step();
            }

            player.Settle().ShouldBeTrue($"life {life} got stuck in {player.State}");
        }
    }

    [Fact]
    public void Application_WithoutEndlessRetries_ReachesAnEnd()
    {
        var random = new Random(7);
        for (var life = 0; life < Lives; life++)
        {
            var player = new Player(random, Specs[life % 2]);
            for (var step = 0; step < Steps && !ApplicationState.IsTerminal(player.State); step++)
            {
                player.Run();
            }

            ApplicationState.IsTerminal(player.State).ShouldBeTrue($"life {life} is still {player.State}");
        }
    }

    private sealed class Player(Random random, string spec)
    {
        private ApplicationStatus _status = new();
        private DriverPod? _driver;
        private DateTimeOffset _now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
        private bool _suspend;
        private int _submissions;

        public bool Deleted { get; private set; }

        public string State => _status.State;

        /// <summary>Something happens, in any order and number, and the operator decides now and then.</summary>
        public void Step()
        {
            switch (random.Next(10))
            {
                case 0:
                    _suspend = !_suspend;
                    break;
                case 1:
                    _now += TimeSpan.FromSeconds(random.Next(20));
                    break;
                case 2:
                    _driver = null;
                    break;
                case 3 or 4:
                    MoveDriver();
                    break;
                default:
                    Decide(specChanged: random.Next(20) == 0);
                    break;
            }
        }

        /// <summary>An ordinary life: the driver goes on, time passes, the operator decides.</summary>
        public void Run()
        {
            MoveDriver();
            _now += TimeSpan.FromSeconds(1);
            Decide(specChanged: false);
        }

        /// <summary>Decides until nothing changes; then the application must have ended, be suspended, have a driver to watch, or a time to look again.</summary>
        public bool Settle()
        {
            _suspend = false;
            for (var i = 0; i < 50 && !Deleted; i++)
            {
                var (before, driver) = (_status.Write().ToJsonString(), _driver);
                var lookAgain = Decide(specChanged: false);
                if (_status.Write().ToJsonString() == before && _driver == driver)
                {
                    return ApplicationState.IsTerminal(State) || lookAgain is not null || _driver is { State: not (PodState.Completed or PodState.Failed) };
                }
            }

            return Deleted;
        }

        private TimeSpan? Decide(bool specChanged)
        {
            var app = Sample.App(_status, spec);
            app.Manifest["spec"]!["suspend"] = _suspend;
            var decision = StateMachine.Next(new Observation(app, _driver, new Dictionary<string, ExecutorPod>(), specChanged, _now));
            switch (decision.Action)
            {
                case RunAction.DeleteApplication:
                    Deleted = true;
                    return null;
                case RunAction.DeleteRun:
                    _driver = random.Next(3) == 0 || _driver is null ? null : _driver with { Terminating = true };
                    break;
                case RunAction.Submit:
                    decision = Submit(app);
                    break;
            }

            _status = decision.Status;
            return decision.LookAgain;
        }

        private Decision Submit(SparkApp app)
        {
            var id = $"submission-{++_submissions}";
            if (random.Next(3) == 0)
            {
                return StateMachine.AfterRefusal(app, id, "no", _now);
            }

            _driver = new DriverPod("app-uid", id, "spark-1", PodState.Pending, Terminating: false, null);
            return StateMachine.AfterSubmission(app, new Submission(id, "spark-1", "pi-ui-svc", 4040), _now);
        }

        private void MoveDriver()
        {
            if (_driver is { Terminating: true })
            {
                _driver = null;
            }

            _driver = _driver?.State switch
            {
                PodState.Pending => _driver with { State = PodState.Running },
                PodState.Running when random.Next(2) == 0 => _driver with { State = PodState.Completed, Exit = new(0, "Completed", _now) },
                PodState.Running => _driver with { State = PodState.Failed, Exit = random.Next(2) == 0 ? null : new(1, "Error", _now) },
                _ => _driver,
            };
        }
    }
}
